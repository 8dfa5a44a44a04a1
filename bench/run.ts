import { measureChat } from './chat/chat.ts';
import { measureFanOut } from './fan-out/fan-out.ts';
import { measureGatewayQuery } from './gateway-query/gateway-query.ts';
import { measureWindowOpen } from './window-open/window-open.ts';

/** `npm run bench -- NAME`: each prints its table, as bench/README.md explains. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  chat: measureChat,
  'fan-out': measureFanOut,
  'gateway-query': measureGatewayQuery,
  'window-open': measureWindowOpen,
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench === undefined) {
  console.error(`expected one of ${Object.keys(benches).join(', ')}, got ${JSON.stringify(name)}`);
  process.exit(64);
}
await bench();

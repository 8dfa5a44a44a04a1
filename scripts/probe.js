// Exit 0 where the address answers with a success status. For container health checks: the image has no curl.
const address = process.argv[2];
if (address === undefined) {
  console.error('usage: node scripts/probe.js URL');
  process.exit(2);
}
try {
  const response = await fetch(address, { signal: AbortSignal.timeout(2_500) });
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

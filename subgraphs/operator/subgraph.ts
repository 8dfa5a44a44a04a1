import { join } from 'node:path';
import { closeOrThrow, createLifecycle } from '../../platform/lifecycle.ts';
import { makePrivateFolder } from '../../platform/private-folder.ts';
import { openStore } from '../../platform/store/store.ts';
import { buildSchema, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { OperatorOptions } from '../options.ts';
import { createChat } from './chat/chat.ts';
import { completionsOverHttp } from './completions/completions-over-http.ts';
import { createConversationStore } from './chat/conversation-store.ts';
import { RunningAnswers } from './answers/running-answers.ts';
import type { OperatorContext, OperatorParts } from './context.ts';
import { EventLog } from './events/event-log.ts';
import { followMadre } from './events/follow-madre.ts';
import { saysReady } from './events/madre-event.ts';
import { createFacts } from './facts/facts.ts';
import { createSwitchFacts } from './facts/switch-facts.ts';
import { createFeedback } from './feedback/feedback.ts';
import { createLiveAnswers } from './grounded/live-answers.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { readMetrics } from './metrics/read-metrics.ts';
import { createMessages } from './sessions/messages.ts';
import { foldOldMessages } from './sessions/search/fold-old-messages.ts';
import { foldText } from './sessions/search/fold-text.ts';
import { createTurns } from './sessions/search/turns.ts';
import { SessionChanges } from './sessions/session-changes.ts';
import { createSessions } from './sessions/sessions.ts';
import { createSwitchAdjustments } from './sessions/switch-adjustments.ts';
import { createToolCalls } from './sessions/tool-calls.ts';
import { readStatus } from './status/status.ts';
import { StatusChanges } from './status/status-changes.ts';
import { checkAction } from './power/check-action.ts';
import { proposeTools } from './tools/propose-tools.ts';
import { readTools } from './tools/read-tools.ts';
import { createToolBox } from './tools/tool-box.ts';
import { operatorMigrations, type OperatorTables } from './tables.ts';

const CLOSE_LIMIT_MS = 5_000;

/** Conversations and status. It asks madre and switch through its ports only, and neither can start anything. */
export async function createOperator(options: OperatorOptions): Promise<Subgraph> {
  const { clock, log, bus } = options;
  const lifecycle = createLifecycle({ clock, log, limitMs: CLOSE_LIMIT_MS });
  const file = join(options.dataDir, 'operator.db');
  const store = await openStore<OperatorTables>({
    file,
    migrations: operatorMigrations,
    functions: { folded: foldText },
  });
  lifecycle.add('store', () => store.close());
  const { db } = store;
  const takeTurn = createTurns();
  const folding = foldOldMessages(db, { takeTurn, log });
  lifecycle.add('folding', () => folding.close());

  const events = new EventLog(db, clock);
  const conversations = createConversationStore(db, clock, events);
  const interrupted = await conversations.recover();
  if (interrupted > 0) log.warn({ interrupted }, 'answers were cut off when the server last stopped');

  const sessionChanges = new SessionChanges();
  const messages = createMessages(db);
  const readMessage = async (id: string) => (await messages.byIds([id])).get(id) ?? null;
  const facts = createFacts(options.askMadre, clock);
  const completions = completionsOverHttp(options);
  lifecycle.add('completions', () => completions.close());
  const feedback = createFeedback({ db, clock, log, facts, askSwitch: options.askSwitch });
  const closing = new AbortController();
  const followed = followMadre({
    bus,
    events,
    clock,
    log,
    onEvent(event) {
      // Never rejects, and whoever rated does not wait for it.
      if (saysReady(event, 'switch')) void feedback.flush(closing.signal);
    },
  });
  lifecycle.add('events', () => {
    closing.abort(new Error('operator stops'));
    return followed.close();
  });
  const filesDir = join(options.dataDir, 'files');
  makePrivateFolder(filesDir);
  const switchFacts = createSwitchFacts(options.askSwitch, clock, options.readRefusedFiles);
  const toolCalls = createToolCalls(db, clock);
  const running = new RunningAnswers({
    clock,
    log,
    facts,
    completions,
    store: conversations,
    tools: createToolBox(
      [
        ...readTools(facts, (context) => readStatus(facts, clock, context)),
        ...proposeTools((action, context) => checkAction(action, { facts, clock }, context)),
      ],
      clock,
    ),
    recordToolCall: (call) => toolCalls.record(call),
    answerFromLiveState: createLiveAnswers({ facts, switchFacts, readTraffic: options.readTraffic, clock }),
    readMessage,
    onFinished: (sessionId) => sessionChanges.changed(sessionId),
  });
  lifecycle.add('running answers', () => running.close());
  const statusChanges = new StatusChanges({ bus, clock, log });
  lifecycle.add('status changes', () => statusChanges.close());

  const parts: OperatorParts = {
    clock,
    sessions: createSessions(db, { clock, takeTurn }),
    messages,
    toolCalls,
    switchAdjustments: createSwitchAdjustments(db, clock),
    sessionChanges,
    conversations,
    chat: createChat({
      clock,
      store: conversations,
      running,
      readMessage,
      onStored: (sessionId) => sessionChanges.changed(sessionId),
    }),
    running,
    facts,
    statusChanges,
    events,
    feedback,
    askSwitch: options.askSwitch,
    filesDir,
    readMetrics: (period) => readMetrics(period, { db, clock, readTraffic: options.readTraffic }),
  };
  return {
    name: 'operator',
    schema: buildSchema(readSubgraphSdl('operator'), resolvers),
    contextFor: (request): OperatorContext => ({ ...parts, request, load: createLoaders(parts) }),
    readiness: () => ({ ready: true }),
    close: () => closeOrThrow(lifecycle),
  };
}

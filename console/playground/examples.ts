import applyPolicy from '../../examples/apply-policy.graphql?raw';
import chat from '../../examples/chat.graphql?raw';
import closeWindow from '../../examples/close-window.graphql?raw';
import engines from '../../examples/engines.graphql?raw';
import extendWindow from '../../examples/extend-window.graphql?raw';
import openWindow from '../../examples/open-window.graphql?raw';
import planWindow from '../../examples/plan-window.graphql?raw';
import queueWindow from '../../examples/queue-window.graphql?raw';
import status from '../../examples/status.graphql?raw';
import watchExpiring from '../../examples/watch-expiring.graphql?raw';
import watchWindows from '../../examples/watch-windows.graphql?raw';

/** One tab each, in the order of a first visit. */
export const exampleTabs = [
  ...[status, planWindow, openWindow, watchWindows, engines, chat, extendWindow, watchExpiring],
  ...[queueWindow, applyPolicy, closeWindow],
].map((query) => ({ query }));

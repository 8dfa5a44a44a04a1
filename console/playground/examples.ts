import chat from '../../examples/chat.graphql?raw';
import closeWindow from '../../examples/close-window.graphql?raw';
import engines from '../../examples/engines.graphql?raw';
import openWindow from '../../examples/open-window.graphql?raw';
import status from '../../examples/status.graphql?raw';
import watchWindows from '../../examples/watch-windows.graphql?raw';

/** One tab each, in the order of a first visit. */
export const exampleTabs = [status, openWindow, watchWindows, engines, chat, closeWindow].map((query) => ({
  query,
}));

import { z } from 'zod';
import type { RequestContext } from '../../../platform/request-context.ts';
import { LONGEST_TTL_SEC, SHORTEST_TTL_SEC, type PowerAction } from '../power/power-action.ts';
import type { CheckedAction } from '../power/check-action.ts';
import { toProposal } from '../power/to-proposal.ts';
import { defineTool, type Tool, type ToolOutput } from './tool.ts';

/** What engines may suggest. Each makes a proposal that a person can confirm, and does nothing itself. */
export function proposeTools(
  check: (action: PowerAction, context: RequestContext) => Promise<CheckedAction>,
): readonly Tool[] {
  const propose = async (action: PowerAction, context: RequestContext): Promise<ToolOutput> => {
    const proposal = toProposal(await check(action, context), 'en');
    const { summary, allowed, reason } = proposal;
    return { result: { proposed: summary, allowed, reason, note: NOTE }, proposal };
  };
  return [
    defineTool({
      name: 'propose_open_window',
      description: `Suggest to the user to turn services on for a while. ${NOTE}`,
      input: z.strictObject({
        services: z.array(serviceName).min(1).max(10),
        ttlSec: z.int().min(SHORTEST_TTL_SEC).max(LONGEST_TTL_SEC),
      }),
      run: ({ services, ttlSec }, context) => propose({ kind: 'open', services, ttlSec }, context),
    }),
    defineTool({
      name: 'propose_extend_window',
      description: `Suggest to the user to keep a window open for longer. ${NOTE}`,
      input: z.strictObject({ windowId, addSec: z.int().min(1).max(LONGEST_TTL_SEC) }),
      run: ({ windowId: id, addSec }, context) => propose({ kind: 'extend', windowId: id, addSec }, context),
    }),
    defineTool({
      name: 'propose_close_window',
      description: `Suggest to the user to end a window now. ${NOTE}`,
      input: z.strictObject({ windowId }),
      run: ({ windowId: id }, context) => propose({ kind: 'close', windowId: id }, context),
    }),
    defineTool({
      name: 'propose_stop_service',
      description: `Suggest to the user to stop a service. ${NOTE}`,
      input: z.strictObject({ service: serviceName }),
      run: ({ service }, context) => propose({ kind: 'stop', service }, context),
    }),
    defineTool({
      name: 'propose_restart_service',
      description: `Suggest to the user to restart a service. ${NOTE}`,
      input: z.strictObject({ service: serviceName }),
      run: ({ service }, context) => propose({ kind: 'restart', service }, context),
    }),
  ];
}

const NOTE = 'Nothing is done: the user is shown it and confirms it or not.';

const serviceName = z.string().min(1).max(64);
/** May be left out while exactly one window is live. */
const windowId = z.string().min(1).max(64).nullable().default(null);

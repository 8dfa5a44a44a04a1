import type { PlanWindowQuery } from '../../client/index.ts';
import { Refusal } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { megabytes, milliseconds } from '../terminal/time-words.ts';
import { table } from '../terminal/table.ts';
import { shortId } from './find-window.ts';
import { inputOf, type WindowWishes } from './window-wishes.ts';
import { namesOf } from './window-words.ts';

type Plan = PlanWindowQuery['planWindow'];

export async function planWindow(
  session: Session,
  args: readonly string[],
  wishes: WindowWishes,
): Promise<void> {
  const { client, terminal, signal } = session;
  const plan = await client.planWindow(inputOf(args, wishes), { signal });
  terminal.show(plan, () => linesOf(plan, session));
  if (!plan.allowed) throw new Refusal(plan.code, plan.message ?? 'it would be refused');
}

function linesOf(plan: Plan, { terminal }: Session): string[] {
  const starts = plan.starts.map(({ level, service, becauseOf, etaP50Ms, etaP95Ms }) => [
    String(level + 1),
    service.name,
    etaP50Ms === null
      ? 'never measured'
      : `usually ${milliseconds(etaP50Ms)}, at most ${milliseconds(etaP95Ms ?? etaP50Ms)}`,
    becauseOf.length === 0 ? '' : `because of ${becauseOf.join(', ')}`,
  ]);
  const eta = plan.etaP50Ms === null ? [] : [`ready   ${etaWords(plan.etaP50Ms)}`];
  const running = plan.alreadyRunning.length === 0 ? [] : [`runs    ${namesOf(plan.alreadyRunning)}`];
  const budget =
    plan.memoryBudgetBytes === null ? ', without a limit' : ` of ${megabytes(plan.memoryBudgetBytes)}`;
  const memory = plan.memoryBytes === null ? [] : [`memory  ${megabytes(plan.memoryBytes)}${budget}`];
  const evicts = plan.evicts.map(
    ({ id, services, openedBy, priority }) =>
      `ends    ${shortId(id)} (${namesOf(services)}, by ${openedBy}, priority ${priority})`,
  );
  return [
    ...(starts.length === 0 ? ['starts  nothing'] : ['starts', ...table(starts).map((line) => `  ${line}`)]),
    ...running,
    ...eta,
    ...memory,
    ...evicts.map((line) => terminal.colours.yellow(line)),
    `plan    ${plan.hash}`,
  ];
}

function etaWords(ms: number): string {
  return ms === 0 ? 'at once' : `in about ${milliseconds(ms)}`;
}

/** What every server of this bench sends, and its clients ask. */
export const TICK_SDL = `
  type Query { now: Int }
  type Subscription { tick: Tick! }
  type Tick { n: Int! name: String! state: String! at: String! }`;

export const SUBSCRIPTION = 'subscription { tick { n name state at } }';

export function tickOf(n: number, change: object = {}): object {
  return { n, name: 'switch', state: 'READY', at: '2026-11-21T09:00:00.000Z', ...change };
}

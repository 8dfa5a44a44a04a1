/** Every flag there is: what it switches, and the component without which that does not work. */
export const registeredFlags: ReadonlyMap<string, RegisteredFlag> = new Map([
  [
    'INEE_ENABLED',
    {
      defaultState: 'OFF',
      description: 'Autonomous scans and scaling by hormiguero',
      component: 'hormiguero',
    },
  ],
  [
    'MANIFESTATOR_EMIT_INTENT_ENABLED',
    {
      defaultState: 'OFF',
      description: 'manifestator may emit build and patch intents',
      component: 'manifestator',
    },
  ],
]);

export interface RegisteredFlag {
  readonly defaultState: 'ON' | 'OFF';
  readonly description: string;
  readonly component: string;
}

/** What one look found: `fails` where something that was asked for does not work, `warns` where it soon will not, or is unusual. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warns' | 'fails' | 'skipped';
  readonly found: string;
  /** What to do; undefined where there is nothing. */
  readonly advice?: string;
}

export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found };
}

export function skipped(name: string, found: string): Check {
  return { name, state: 'skipped', found };
}

export function warns(name: string, found: string, advice: string): Check {
  return { name, state: 'warns', found, advice };
}

export function fails(name: string, found: string, advice: string): Check {
  return { name, state: 'fails', found, advice };
}

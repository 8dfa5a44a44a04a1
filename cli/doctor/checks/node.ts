import { fails, ok, type Check } from '../check.ts';

const OLDEST = [20, 19] as const;

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  if (isNewEnough) return ok('node', version);
  return fails('node', version, `Install Node ${OLDEST.join('.')} or newer.`);
}

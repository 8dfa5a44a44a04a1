import type { Config } from '../../../gateway/config.ts';
import { durationInWords } from '../../settings/duration.ts';
import { ok, warns, type Check } from '../check.ts';

const SOON_MS = 7 * 86_400_000;

/** Which tokens a gateway started here would take, and until when. */
export function checkTokens({ tokens, tokensFile, usesLocalToken }: Config, now: number): readonly Check[] {
  if (usesLocalToken) return [ok('tokens', 'none configured: vx11-local-token, from this machine alone')];
  const where = tokensFile ?? 'the environment';
  const advice = `"vx11 token --name NAME --file ${tokensFile ?? 'FILE'}" makes another.`;
  const ending = tokens.flatMap(({ name, expiresAt }): Check[] => {
    if (expiresAt === undefined || expiresAt - now > SOON_MS) return [];
    const left = durationInWords(Math.abs(expiresAt - now) / 1_000);
    return [
      warns('tokens', `${name} ${expiresAt <= now ? `expired ${left} ago` : `expires in ${left}`}`, advice),
    ];
  });
  return [
    ok('tokens', `${tokens.length} in ${where}: ${tokens.map(({ name }) => name).join(', ')}`),
    ...ending,
  ];
}

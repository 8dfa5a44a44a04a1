import { describe, expect, it } from 'vitest';
import { createVerifier, hashToken, tokenFromHeaders, tokenFromPayload } from '../../../platform/auth.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const records = [
  { name: 'main', sha256: hashToken('the main one'), scopes: ['*'], expiresAt: undefined },
  { name: 'guest', sha256: hashToken('for a day'), scopes: ['logs:read'], expiresAt: NOW + 86_400_000 },
];

describe('the verifier', () => {
  it('knows who a token is and what it may', () => {
    const verify = createVerifier(records, createManualClock(NOW));
    expect(verify('the main one')).toEqual({ verdict: 'ok', actor: { name: 'main', scopes: ['*'] } });
    expect(verify('for a day')).toEqual({ verdict: 'ok', actor: { name: 'guest', scopes: ['logs:read'] } });
  });

  it.each([['another'], ['the main on'], ['the main one '], [''], [hashToken('the main one')]])(
    'refuses %j',
    (token) => {
      expect(createVerifier(records, createManualClock(NOW))(token)).toEqual({
        verdict: 'wrong',
        isExpired: false,
      });
    },
  );

  it('tells a missing token from a wrong one', () => {
    expect(createVerifier(records, createManualClock(NOW))(undefined)).toEqual({ verdict: 'missing' });
  });

  it('refuses a token from the moment it expires', async () => {
    const clock = createManualClock(NOW);
    const verify = createVerifier(records, clock);
    await clock.advance(86_400_000 - 1);
    expect(verify('for a day').verdict).toBe('ok');
    await clock.advance(1);
    expect(verify('for a day')).toEqual({ verdict: 'wrong', isExpired: true });
  });

  it('accepts a token that is listed twice until the later one expires', () => {
    const again = {
      name: 'again',
      sha256: hashToken('for a day'),
      scopes: [],
      expiresAt: NOW + 2 * 86_400_000,
    };
    for (const listed of [
      [...records, again],
      [again, ...records],
    ]) {
      const verify = createVerifier(listed, createManualClock(NOW + 86_400_000));
      expect(verify('for a day')).toEqual({ verdict: 'ok', actor: { name: 'again', scopes: [] } });
    }
  });

  it('accepts nothing where no token is known', () => {
    expect(createVerifier([], createManualClock(NOW))('').verdict).toBe('wrong');
  });
});

describe('where a token is read from', () => {
  it.each([
    [{ 'x-vx11-token': 'a' }, 'a'],
    [{ authorization: 'Bearer b' }, 'b'],
    [{ authorization: 'bearer   b ' }, 'b'],
    [{ 'x-vx11-token': 'a', authorization: 'Bearer b' }, 'a'],
    [{ 'x-vx11-token': '', authorization: 'Bearer b' }, 'b'],
    [{ authorization: 'Basic b' }, undefined],
    [{ authorization: 'Bearer ' }, undefined],
    [{ authorization: 'Bearer two words' }, undefined],
    [{ 'x-vx11-token': ['a', 'b'] }, undefined],
    [{}, undefined],
  ])('headers %j give %j', (headers, token) => {
    expect(tokenFromHeaders(headers)).toBe(token);
  });

  it.each([
    [{ 'x-vx11-token': 'a' }, 'a'],
    [{ 'X-VX11-Token': 'a' }, 'a'],
    [{ token: 'a' }, 'a'],
    [{ Authorization: 'Bearer a' }, 'a'],
    [{ token: 7 }, undefined],
    [{}, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('connection_init payload %j gives %j', (payload, token) => {
    expect(tokenFromPayload(payload)).toBe(token);
  });
});

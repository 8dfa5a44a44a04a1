/** How people write when they are in a hurry; on the normalised text, before anything else is looked for. */
export function spellOut(text: string): string {
  return text
    .split(' ')
    .map((word) => whole.get(word) ?? word.replace(/^(how|what|where|when|who|why)s$/, '$1 is'))
    .join(' ');
}

const whole: ReadonlyMap<string, string> = new Map(
  Object.entries({
    u: 'you',
    ur: 'your',
    r: 'are',
    pls: 'please',
    plz: 'please',
    rn: 'now',
    atm: 'now',
    gimme: 'give me',
    lemme: 'let me',
    gotta: 'have to',
    wanna: 'want to',
    gonna: 'going to',
    cuz: 'because',
    thx: 'thanks',
    ty: 'thanks',
    hw: 'how',
    wut: 'what',
    wat: 'what',
    wats: 'what is',
    wich: 'which',
    whos: 'who is',
    thats: 'that is',
    theres: 'there is',
    anybody: 'anyone',
    q: 'que',
    k: 'que',
    xq: 'por que',
    xk: 'por que',
    pq: 'por que',
    porq: 'por que',
    xfa: 'porfa',
    xfavor: 'por favor',
    tb: 'tambien',
    tmb: 'tambien',
    bn: 'bien',
    qn: 'quien',
    cdo: 'cuando',
    dnd: 'donde',
    toy: 'estoy',
    ta: 'esta',
  }),
);

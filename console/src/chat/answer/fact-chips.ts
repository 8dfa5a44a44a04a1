import type { SaidFragment } from '../../generated/graphql.ts';
import { timeOfDay } from '../../time/time-of-day.ts';

type Fact = SaidFragment['grounded'][number];

/** One line for each thing that an answer speaks of: "switch: STOPPED, OFF_BY_POLICY · observed 12:00:01". */
export function factChips(facts: readonly Fact[]): readonly string[] {
  const subjects = [...new Set(facts.map((fact) => subjectOf(fact.field)))];
  return subjects.map((subject) => {
    const about = facts.filter((fact) => subjectOf(fact.field) === subject);
    const observedAt =
      about
        .map((fact) => fact.observedAt)
        .sort()
        .at(-1) ?? '';
    const values = [...new Set(about.flatMap((fact) => valueWords(fact, subject)))];
    return `${[titleOf(subject, about), values.join(', ')].filter(Boolean).join(': ')} · observed ${timeOfDay(observedAt)}`;
  });
}

/** services.switch.state → services.switch; a field's first two parts name the thing, all that follows is said of it. */
function subjectOf(field: string): string {
  return field.startsWith('chat.') ? 'chat' : field.split('.').slice(0, 2).join('.');
}

function titleOf(subject: string, about: readonly Fact[]): string {
  const [kind, name = ''] = subject.split('.');
  if (kind !== 'windows') return name === '' ? subject : name;
  const services = about.filter((fact) => fact.field.endsWith('.services')).map((fact) => String(fact.value));
  return `window of ${services.length > 0 ? services.join(', ') : name.slice(0, 8)}`;
}

function valueWords({ field, value }: Fact, subject: string): readonly string[] {
  const said = typeof value === 'string' ? value : JSON.stringify(value);
  if (field === subject && subject.endsWith(`.${said}`)) return [];
  switch (field.split('.').at(-1)) {
    case 'id':
    case 'name':
    case 'services':
      return [];
    case 'ttlRemainingSec':
      return [`${said} s left`];
    case 'openedBy':
      return [`opened by ${said}`];
    case 'holders':
      return [`held by window ${said.slice(0, 8)}`];
    case 'limitMs':
      return [`limit ${said} ms`];
    default:
      return [said];
  }
}

import { readFileSync } from 'node:fs';
import type { SubgraphState, SubgraphStatus } from '../../../schema/generated/operator.ts';
import { readRootFields, rootFieldsOf, type RootFields } from '../../../schema/root-fields.ts';
import { subgraphNames, supergraphFile, type SubgraphName } from '../../../schema/sdl.ts';
import type { ServiceFact } from '../facts/facts.ts';
import { componentReason } from './component-state.ts';

/** What madre said of the services, or why she said nothing. */
type Reported = { readonly value: readonly ServiceFact[] } | { readonly problem: string };

/** Which part of the graph can be answered. Nothing is called for it: who reads this has reached operator, and madre has just been asked. */
export function subgraphStatuses(reported: Reported): SubgraphStatus[] {
  rootFields ??= readRootFields(readFileSync(supergraphFile, 'utf8'));
  const fields = rootFields;
  return subgraphNames.map((name) => ({
    name,
    ...stateOf(name, reported),
    rootFields: [...rootFieldsOf(fields, name)],
  }));
}

/** Read with the first status: the supergraph of a process does not change. */
let rootFields: RootFields | undefined;

function stateOf(
  name: SubgraphName,
  reported: Reported,
): { readonly state: SubgraphState; readonly reason: string | null } {
  switch (name) {
    case 'operator':
      return { state: 'READY', reason: null };
    case 'madre':
      return 'problem' in reported
        ? { state: 'UNREACHABLE', reason: reported.problem }
        : { state: 'READY', reason: null };
    case 'switch':
      return switchState(reported);
  }
}

function switchState(reported: Reported) {
  if ('problem' in reported)
    return { state: 'ASLEEP', reason: `its state is unknown: ${reported.problem}` } as const;
  const service = reported.value.find(({ name }) => name === 'switch');
  if (service === undefined)
    return { state: 'ASLEEP', reason: 'no component of the catalog serves it' } as const;
  const reason = componentReason(service);
  return { state: service.state === 'READY' ? 'READY' : 'ASLEEP', reason } as const;
}

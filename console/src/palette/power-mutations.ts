import {
  ApplyPolicyDocument,
  ApproveIntentDocument,
  CloseWindowDocument,
  ExtendWindowDocument,
  RejectIntentDocument,
  RestartServiceDocument,
  SetFeatureFlagDocument,
  StartServiceDocument,
  StopServiceDocument,
  type PaletteFlagsQuery,
  type PaletteIntentsQuery,
  type PowerPolicy,
} from '../generated/graphql.ts';
import { isLive, type LiveState } from '../live/live-state.ts';
import { mutation, type Mutation } from './mutations.ts';

const policies: readonly PowerPolicy[] = ['HARD_OFF', 'IDLE_MIN', 'SOLO_MADRE', 'OPERATIVE_CORE', 'FULL'];
const EXTEND_SEC = 300;

/** What can be done to what is there just now: windows, components, policies, flags, intents that wait. */
export function powerMutations(
  live: Pick<LiveState, 'windows' | 'services'>,
  flags: PaletteFlagsQuery['featureFlags'],
  intents: PaletteIntentsQuery['intents']['edges'],
): readonly Mutation[] {
  const windows = [...live.windows.values()].filter(isLive);
  const services = [...live.services.values()].filter(({ kind }) => kind === 'ON_DEMAND');
  return [
    ...windows.flatMap(({ id, reason }) => [
      mutation(`extend window “${reason}” by 5 min`, ExtendWindowDocument, {
        input: { id, addSec: EXTEND_SEC },
      }),
      mutation(`close window “${reason}”`, CloseWindowDocument, { input: { id } }),
    ]),
    ...services.flatMap(({ name }) => [
      mutation(`start ${name}`, StartServiceDocument, { name }),
      mutation(`stop ${name}`, StopServiceDocument, { name }),
      mutation(`restart ${name}`, RestartServiceDocument, { name }),
    ]),
    ...policies.map((policy) => mutation(`apply policy ${policy}`, ApplyPolicyDocument, { policy })),
    ...flags.map(({ key, state }) =>
      mutation(`turn ${key} ${state === 'OFF' ? 'on' : 'off'}`, SetFeatureFlagDocument, {
        key,
        state: state === 'OFF' ? 'ON' : 'OFF',
      }),
    ),
    ...intents.flatMap(({ node: { id, type, reason } }) => [
      mutation(`approve intent ${type}: ${reason}`, ApproveIntentDocument, { id }),
      mutation(`reject intent ${type}: ${reason}`, RejectIntentDocument, { id }),
    ]),
  ];
}

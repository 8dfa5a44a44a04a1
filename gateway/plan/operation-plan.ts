import {
  getOperationAST,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { CodedError } from '../../platform/errors.ts';
import type { Demand } from './access/demands.ts';
import type { Restriction } from './access/restriction.ts';
import { withoutFields } from './access/without-fields.ts';
import { separateAliases } from './repairs/clashing-aliases.ts';
import { askForTypes } from './repairs/narrower-types.ts';
import type { Batch } from './execute/entities/batch.ts';
import type { CompiledFetch } from './execute/fetch/compiled-fetch.ts';
import { compilePlan } from './execute/compile-plan.ts';
import { scheduleFetches } from './execute/schedule.ts';
import { planOrRefuse } from './plan-or-refuse.ts';
import type { PlannedNode, Planner } from './planner.ts';
import type { RequiredArguments } from './repairs/required-arguments.ts';
import { compileShape, type KeyOf, type Shape } from './shape/compile-shape.ts';

/** All that can be known of an operation before its variables: made once, run any number of times. */
export interface OperationPlan {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Of a subscription: what is opened upstream, whose events take its place. */
  readonly primary: CompiledFetch | undefined;
  readonly batches: readonly Batch[];
  /** The client's name for a key of the data. */
  readonly clientName: (key: string | number) => string | number;
  /** What the answer looks like where the variables of @skip and @include have these values. */
  shapeFor(isTrue: (variable: string) => boolean): Shape;
}

export interface Planning {
  readonly planner: Planner;
  readonly apiSchema: GraphQLSchema;
  /** Of the fields that plans add. */
  readonly planNames: ReadonlySet<string>;
  /** Of readNarrowerFields. */
  readonly narrowerFields: ReadonlySet<string>;
  readonly required: RequiredArguments;
}

/** The document is valid against the API schema. */
export function planOperation(
  { planner, apiSchema, planNames, narrowerFields, required }: Planning,
  document: DocumentNode,
  operationName: string | undefined,
  restriction?: Restriction,
): OperationPlan {
  const operation = getOperationAST(document, operationName);
  if (!operation)
    throw new CodedError('BAD_USER_INPUT', { problem: 'operationName must name one of the operations' });
  const { document: planable, keyOf, clientName } = separateAliases(document, planNames);
  const asked = askForTypes(permitted(planable, restriction), apiSchema, narrowerFields);
  const planned = planOrRefuse(planner, asked, getOperationAST(asked, operationName) ?? operation);
  return {
    document,
    operation,
    clientName,
    ...fetchesOf(planned, required),
    shapeFor: createShapes(apiSchema, document, operation, keyOf, restriction?.forbiddenIn(document)),
  };
}

/** The answer has nulls in the place of what is not asked for. */
function permitted(document: DocumentNode, restriction: Restriction | undefined): DocumentNode {
  return restriction === undefined
    ? document
    : withoutFields(document, new Set(restriction.forbiddenIn(document).keys()));
}

function fetchesOf(
  node: PlannedNode,
  required: RequiredArguments,
): Pick<OperationPlan, 'primary' | 'batches'> {
  if (node?.kind !== 'Subscription')
    return { primary: undefined, batches: scheduleFetches(compilePlan(node, required)) };
  const [primary] = compilePlan(node.primary, required);
  return { primary, batches: scheduleFetches(compilePlan(node.rest, required)) };
}

const KEPT_SHAPES = 32;

/** One shape for each combination of values that has come up; most operations have no condition and one shape. */
function createShapes(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  keyOf: KeyOf,
  forbidden: ReadonlyMap<FieldNode, Demand> = new Map(),
): OperationPlan['shapeFor'] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const variables = conditionVariables(document);
  const shapes = new Map<string, Shape>();
  return (isTrue) => {
    const key = variables.map((variable) => Number(isTrue(variable))).join('');
    const known = shapes.get(key);
    if (known !== undefined) return known;
    const values = new Map(variables.map((variable) => [variable, isTrue(variable)]));
    const collecting = { schema, fragments, isTrue: (variable: string) => values.get(variable) === true };
    const shape = compileShape({ ...collecting, forbidden }, operation, keyOf);
    if (shapes.size >= KEPT_SHAPES) shapes.clear();
    shapes.set(key, shape);
    return shape;
  };
}

function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      for (const { value } of node.arguments ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

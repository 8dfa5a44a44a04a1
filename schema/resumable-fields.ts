import {
  buildSchema,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isEnumType,
  isObjectType,
} from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';

interface ResumableEntry {
  readonly cursor: string;
  readonly argument: string;
  readonly argumentType: string;
  readonly members: readonly string[];
  readonly kind: string | null;
}

/** A TypeScript module that tells clients of each @resumable subscription field how it is resumed: the API schema does not say it. */
export function writeResumableFields(supergraphSdl: string): string {
  const entries = readResumable(buildSchema(supergraphSdl, { assumeValid: true }));
  const rows = entries.map(([name, entry]) => `  ${name}: ${JSON.stringify(entry)},`);
  return [
    '/* eslint-disable */',
    '/** Each @resumable subscription field. Made from the schema: never edited. */',
    'export const resumableFields = {',
    ...rows,
    '} as const;',
    '',
  ].join('\n');
}

function readResumable(schema: GraphQLSchema): readonly (readonly [string, ResumableEntry])[] {
  const directive = schema.getDirective('resumable');
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  if (directive === undefined || directive === null) return [];
  return fields.flatMap((field) => {
    const given = field.astNode && getDirectiveValues(directive, field.astNode);
    const [cursor, argument] = [given?.['cursor'], given?.['argument']];
    const definition = field.args.find(({ name }) => name === argument);
    if (typeof cursor !== 'string' || typeof argument !== 'string' || definition === undefined) return [];
    const type = getNamedType(field.type);
    const entry = {
      cursor,
      argument,
      argumentType: String(definition.type),
      ...shapeOf(schema, type, cursor),
    };
    return [[field.name, entry]];
  });
}

/** Where the cursor is, and which field tells a snapshot of now from a change, if any. */
function shapeOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  cursor: string,
): { readonly members: readonly string[]; readonly kind: string | null } {
  if (isAbstractType(type)) {
    const members = schema.getPossibleTypes(type).filter((member) => cursor in member.getFields());
    return { members: members.map(({ name }) => name), kind: '__typename' };
  }
  const kind = isObjectType(type) ? type.getFields()['type'] : undefined;
  const values = kind === undefined ? undefined : getNamedType(kind.type);
  return {
    members: [],
    kind: isEnumType(values) && values.getValue('SNAPSHOT') !== undefined ? 'type' : null,
  };
}

import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = {
  DateTime: 'string',
  JSON: { input: 'unknown', output: 'unknown' },
  _FieldSet: 'string',
};

/** Resolver types of one subgraph. `mappers` name what a resolver of that type receives as its parent. */
function resolverTypes(name: string, mappers: Record<string, string>, contextType: string): CodegenConfig['generates'] {
  return {
    [`schema/generated/${name}.ts`]: {
      schema: `schema/${name}.graphql`,
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        federation: true,
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars,
        mappers,
        contextType,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        noSchemaStitching: true,
        makeResolverTypeCallable: true,
      },
    },
  };
}

const config: CodegenConfig = {
  generates: {
    ...resolverTypes(
      'madre',
      {
        Service: '../../subgraphs/madre/context.ts#ServiceKey',
        PowerWindow: '../../subgraphs/madre/windows.ts#WindowRecord',
        FeatureFlag: '../../subgraphs/madre/flags.ts#FlagRecord',
        AuditEntry: '../../subgraphs/madre/audit-log.ts#AuditRecord',
      },
      '../../subgraphs/madre/context.ts#MadreContext',
    ),
    ...resolverTypes(
      'switch',
      {
        Engine: '../../subgraphs/switch/engine-registry.ts#EngineRecord',
        Service: '../../subgraphs/switch/context.ts#ServiceKey',
      },
      '../../subgraphs/switch/context.ts#SwitchContext',
    ),
    ...resolverTypes(
      'operator',
      {
        Session: '../../subgraphs/operator/sessions.ts#SessionRecord',
        Message: '../../subgraphs/operator/sessions.ts#MessageRecord',
        Service: '../../subgraphs/operator/context.ts#ServiceKey',
        PowerWindow: '../../subgraphs/operator/context.ts#WindowKey',
        Engine: '../../subgraphs/operator/context.ts#EngineKey',
        FeatureFlag: '../../subgraphs/operator/context.ts#FlagKey',
      },
      '../../subgraphs/operator/context.ts#OperatorContext',
    ),
  },
};

export default config;

import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { SwitchTables } from './tables.ts';

/** Small things to remember, by name. */
export interface Settings {
  /** Undefined where there is none, or none of this form. */
  read<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema> | undefined>;
  write(name: string, value: unknown): Promise<void>;
}

export function createSettings(db: Kysely<SwitchTables>): Settings {
  return {
    async read(name, schema) {
      const row = await db
        .selectFrom('settings')
        .select('value_json')
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? undefined : schema.safeParse(JSON.parse(row.value_json)).data;
    },
    async write(name, value) {
      const value_json = JSON.stringify(value);
      await db
        .insertInto('settings')
        .values({ name, value_json })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value_json }))
        .execute();
    },
  };
}

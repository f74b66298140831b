import { z } from 'zod'

/** `data`: all but the keys of people. `keys`: those alone, kept 7 days and no longer. */
export type BackupKind = 'data' | 'keys'

export const schemasOf: Record<BackupKind, string[]> = {
  // Jobs are part of it: a restored mail that waits, waits with the job that sends it.
  data: ['public', 'graphile_worker'],
  keys: ['vault_keys'],
}

/** Tables that a migration writes and that say what a database is, not what is in it. */
export const bookkeeping = ['public._prisma_migrations', 'graphile_worker.migrations']

const migration = z.object({ name: z.string(), checksum: z.string() })

/** What a backup opens with. */
export const Opening = z.object({
  version: z.literal(1),
  kind: z.enum(['data', 'keys']),
  takenAt: z.iso.datetime(),
  migrations: z.array(migration),
  queueMigration: z.int(),
})
export type Opening = z.infer<typeof Opening>

export const TableStart = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
export type TableStart = z.infer<typeof TableStart>

export const TableEnd = z.object({ table: z.string(), rows: z.int(), sha256: z.string() })
export type TableEnd = z.infer<typeof TableEnd>

/** What a backup ends with, written when all of it is known. */
export const Closing = z.object({
  tables: z.array(TableEnd),
  sequences: z.array(z.object({ sequence: z.string(), value: z.string(), called: z.boolean() })),
})
export type Closing = z.infer<typeof Closing>

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const schemaFolder = new URL('./schema/', import.meta.url)
const stamp = new URL('./generated/.schema-digest', import.meta.url)

/** Writes the Prisma client where it is absent or older than the schema. Needs no engine and no network. */
export function generateClient(): void {
  const digest = createHash('sha256')
  for (const name of readdirSync(schemaFolder).sort())
    digest.update(readFileSync(new URL(name, schemaFolder)))
  const wanted = digest.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return

  const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
  const config = fileURLToPath(new URL('./prisma.config.ts', import.meta.url))
  const run = spawnSync(process.execPath, [prisma, 'generate', '--config', config], {
    // Prisma would download an engine for this; any existing program stops it from looking for one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  })
  if (run.status !== 0)
    throw new Error(`The database client could not be generated.\n${run.stdout}${run.stderr}`)
  writeFileSync(stamp, wanted)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateClient()

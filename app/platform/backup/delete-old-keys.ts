import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { now } from '#app/platform/clock.ts'
import { readOpening } from './read-backup.ts'
import { BackupRefused } from './refused.ts'
import { headLength, kindOf } from './seal-stream.ts'

const hour = 60 * 60 * 1000
/** 7 days, and an hour less: a daily run that begins a little earlier than the last must not leave one for an eighth day. */
const keptFor = 7 * 24 * hour - hour

type Cleared = { deleted: string[]; unreadable: string[] }

/**
 * Deletes the key backups in a folder that are older than 7 days by the time that is sealed inside them. Looks at no name,
 * and touches no file that is anything else. Those that this key does not open are named: someone has to look.
 */
export async function deleteOldKeyBackups(options: { folder: string; key: Buffer }): Promise<Cleared> {
  const { folder, key } = options
  const cleared: Cleared = { deleted: [], unreadable: [] }
  const entries = await readdir(folder, { withFileTypes: true })
  for (const { name } of entries.filter((entry) => entry.isFile()).sort(byName)) {
    const file = join(folder, name)
    if (kindOf(await headOf(file)) !== 'keys') continue
    try {
      const { takenAt } = await readOpening({ file, key, kind: 'keys' })
      if (now().getTime() - new Date(takenAt).getTime() < keptFor) continue
    } catch (error) {
      if (!(error instanceof BackupRefused)) throw error
      cleared.unreadable.push(name)
      continue
    }
    await rm(file)
    cleared.deleted.push(name)
  }
  return cleared
}

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1)

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headLength), 0, headLength, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** SIGKILL for an embedded database's server and all that it has forked, at one blow: nobody is left to write anything down. */
export async function killDatabase(folder: string): Promise<void> {
  const [line = ''] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const server = Number(line)
  process.kill(server, 'SIGSTOP')
  const forked = await childrenOf(server)
  for (const pid of [server, ...forked]) process.kill(pid, 'SIGKILL')
}

async function childrenOf(parent: number): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    if (Number(/\) \S (\d+)/.exec(stat)?.[1]) === parent) found.push(Number(name))
  }
  return found
}

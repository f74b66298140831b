import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** An append-only list of facts. A row is on disk before the answer that rests on it is sent. */
export type TruthLog = {
  append(row: object): void
  replay(fn: (row: unknown) => void): void
  close(): void
}

/** `folder` absent: nothing is kept, the process forgets all when it ends. */
export function openTruthLog(folder: string | undefined, name: string): TruthLog {
  return folder ? openFile(join(folder, `${name}.jsonl`), folder) : { append() {}, replay() {}, close() {} }
}

function openFile(path: string, folder: string): TruthLog {
  mkdirSync(folder, { recursive: true })
  const file = openSync(path, 'a+')
  return {
    append(row) {
      writeSync(file, `${JSON.stringify(row)}\n`)
    },
    replay(fn) {
      const whole = readFileSync(path)
      const end = whole.lastIndexOf(10) + 1
      // A process killed while writing leaves half a line, whose answer nobody got: it never happened.
      if (end < whole.length) ftruncateSync(file, end)
      let start = 0
      while (start < end) {
        const stop = whole.indexOf(10, start)
        fn(JSON.parse(whole.toString('utf8', start, stop)))
        start = stop + 1
      }
    },
    close() {
      fsyncSync(file)
      closeSync(file)
    },
  }
}

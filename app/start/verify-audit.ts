import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { verifyExport } from '#app/domain/audit/verify-export.ts'

/** Verifies an exported audit, without a database. Sets exit code 1 where it is not whole. */
export async function runVerifyAudit(args: string[], say: (line: string) => void): Promise<void> {
  const [file, head] = args
  if (!file) {
    say('Usage: npm run homeward -- verify-audit FILE.jsonl [HEAD]')
    process.exitCode = 2
    return
  }
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  const hash = head?.replaceAll(/\s/g, '')
  const verdict = await verifyExport({ lines, ...(hash ? { head: hash } : {}) })
  const { broken, sealed, waiting, whole, last } = verdict
  say(`Sealed rows that fit: ${sealed} · without a seal yet: ${waiting}`)
  if (last) say(`Last link: ${last.seq} · ${last.hash}`)
  if (broken) {
    say(`BROKEN at line ${broken.line}: ${broken.why}`)
    process.exitCode = 1
    return
  }
  if (hash) say('The head that you gave is in this file.')
  say(
    whole
      ? 'Whole: every link from the first to the head.'
      : 'Part of the audit: each row fits its own link.',
  )
}

import { writeMail } from '#app/domain/mail/write-mail.ts'
import type { Language } from '#app/words/languages.ts'
import type { UpdatePage } from './update-page.server.ts'

export type ReadMail = { language: Language; written: boolean; subject: string; text: string; html: string }

/** An update's mail exactly as the outbox would send it. */
export async function readAsDonor({
  language,
  written,
  props,
}: UpdatePage['mails'][number]): Promise<ReadMail> {
  return { language, written, ...(await writeMail('impact-update', props, language)) }
}

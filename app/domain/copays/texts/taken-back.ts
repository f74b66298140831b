import type { ReversalReason } from '../copay.ts'
import type { PaperLanguage } from './texts.ts'

/** What the receipt says once its sum was taken back. Beside the signed text, not part of it: it promises nothing. `{date}` is filled in. */
export const takenBackTexts: Record<PaperLanguage, { lead: string } & Record<ReversalReason, string>> = {
  en: {
    lead: 'This receipt no longer counts. It was taken back on {date}.',
    check_returned: 'The bank returned the check: the money did not come.',
    entered_wrong: 'It was entered wrong.',
  },
  es: {
    lead: 'Este recibo ya no es válido. Se anuló el {date}.',
    check_returned: 'El banco devolvió el cheque: el dinero no llegó.',
    entered_wrong: 'Se registró mal.',
  },
  ar: {
    lead: 'هذا الإيصال لم يعد ساريًا. أُلغي في {date}.',
    check_returned: 'أعاد المصرف الشيك: لم يصل المال.',
    entered_wrong: 'سُجِّل خطأً.',
  },
}

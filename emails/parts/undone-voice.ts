import type { PaperKind } from '#app/domain/receipts/gift-kind.ts'
import type { TaxProfile } from './tax-text.tsx'

/**
 * How a gift's undoing is told, as its paper told the gift: `taxed`, a receipt that counts for taxes; `untaxed`, one of an
 * organization whose gifts are not deductible; `letter`, a paper without a word on taxes; `unvalued`, one without a sum too.
 */
export type UndoneVoice = 'taxed' | 'untaxed' | 'letter' | 'unvalued'

/** Nothing said of taxes: a receipt as it was always worded. */
export function undoneVoice({ paper, taxProfile }: UndonePaper): UndoneVoice {
  if (paper === 'in_kind') return 'unvalued'
  if (paper !== 'receipt') return 'letter'
  return taxProfile === 'not_deductible' ? 'untaxed' : 'taxed'
}

type UndonePaper = { paper: PaperKind; taxProfile?: TaxProfile | undefined }

import { z } from 'zod'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'

type Key = { fundId: string; ruleId: string; start: string; caseCode: string | null }

/** Where one report is seen: its first day, and for one bond its case code. */
export const reportPath = ({ fundId, ruleId, start, caseCode }: Key): string =>
  `/admin/reports/${fundId}/${ruleId}/${start}${caseCode ? `~${caseCode}` : ''}`

/** Where its figures are taken out as a file; once it was made, the file itself. */
export const reportExportPath = (key: Key, exportId?: string): string =>
  `${reportPath(key)}/${exportId ? `files/${exportId}` : 'export'}`

/** The same, read back. */
export const ReportParams = z
  .object({
    fundId: z.uuid(),
    ruleId: z.uuid(),
    term: z.string().regex(/^\d{4}-\d{2}-\d{2}(~[0-9A-Z-]{9})?$/),
  })
  .transform(({ term, ...ids }): Key => {
    const [start = '', caseCode] = term.split('~')
    return { ...ids, start, caseCode: caseCode && caseCodePattern.test(caseCode) ? caseCode : null }
  })

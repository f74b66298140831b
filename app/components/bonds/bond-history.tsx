import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'

/** Every state of the bond: who recorded it, when it happened, how they knew. */
export function BondHistory({ page, timezone }: { page: BondPage; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <Timeline
      steps={page.history.map(({ id, to, by, knownFrom, at }) => ({
        key: id,
        title: t(`admin:state.${to}`),
        when: by ? t('admin:by_at', { name: by, date: minute(at) }) : minute(at),
        note: (
          <>
            {knownFrom && t('admin:known.from', { source: t(`admin:known.${knownFrom}`) })}
            {to === 'case_ended' && page.caseEnd && <HowItEnded end={page.caseEnd} bondId={page.id} />}
          </>
        ),
      }))}
    />
  )
}

/** How the case ended, for those who follow the bond, and where its proof is for everyone who sees it. */
function HowItEnded({ end, bondId }: { end: NonNullable<BondPage['caseEnd']>; bondId: string }) {
  const { t } = useWords()
  const { reason, isForgotten, evidenceId, receiptNumber, documentNumber } = end
  return (
    <p>
      {reason ? t(`papers:end.${reason}`) : t(isForgotten ? 'papers:end.forgotten' : 'papers:end.sealed')}{' '}
      {evidenceId && (
        <a href={paths.bondEvidenceFile(bondId, evidenceId)} className="inline-block py-0.5">
          {t('papers:end.copy', { number: receiptNumber ?? '' })}
        </a>
      )}
      {documentNumber !== null && t('papers:set.document', { number: documentNumber })}
    </p>
  )
}

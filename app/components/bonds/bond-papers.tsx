import { Link } from '@remix-run/react'
import type { BondPapers as Papers, SeenPaper } from '#app/domain/papers/bond-papers.server.ts'
import { paths } from '#app/http/paths.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

type Props = { bondId: string; papers: Papers; timezone: string }

/** What is in hand of a bond's papers, the missing ones first; in whose name it stands; and what proves it in the books. */
export function BondPapers({ bondId, papers, timezone }: Props) {
  return (
    <div className="grid gap-6">
      <PaperList bondId={bondId} papers={papers} />
      <Parties bondId={bondId} papers={papers} timezone={timezone} />
      <EvidenceList bondId={bondId} papers={papers} timezone={timezone} />
    </div>
  )
}

function PaperList({ bondId, papers }: Omit<Props, 'timezone'>) {
  const { t } = useWords()
  // A day has no hour: it is the same for every reader.
  const { day } = useFormats('UTC')
  const missing = (paper: string) => papers.missing.some((one) => one === paper)
  const asSeen = ({ standing, happenedOn }: SeenPaper) =>
    t('papers:set.seen', { standing: t(`papers:standing.${standing}`), date: day(happenedOn) })
  const inOrder = [...papers.papers].sort((a, b) => Number(missing(b.paper)) - Number(missing(a.paper)))
  return (
    <section aria-labelledby="papers">
      <h2 id="papers" className="mb-2 text-l">
        {t('papers:set.title')}
      </h2>
      <ul>
        {inOrder.map(({ paper, isExpected, isOfEarlierTime, seen }) => (
          <li key={paper} className="border-b border-hairline py-2">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="font-semibold">{t(`papers:kind.${paper}`)}</span>
              <span className={missing(paper) ? 'font-semibold text-loss' : 'text-quiet'}>
                {seen && !isOfEarlierTime
                  ? asSeen(seen)
                  : t(isExpected ? 'papers:set.missing' : 'papers:set.not_yet')}
              </span>
            </p>
            <p className="text-s text-quiet">{t(`papers:about.${paper}`)}</p>
            {seen && isOfEarlierTime && (
              <p className="text-s text-quiet">{t('papers:set.earlier', { seen: asSeen(seen) })}</p>
            )}
            {seen?.documentNumber != null && (
              <p className="text-s text-quiet">{t('papers:set.document', { number: seen.documentNumber })}</p>
            )}
          </li>
        ))}
      </ul>
      {papers.mayKeep && (
        <p className="mt-2 flex flex-wrap gap-x-6">
          <Link to={paths.bondPapers(bondId)} className="inline-block py-0.5">
            {t('papers:paper.title')}
          </Link>
          {papers.personId && (
            <Link to={paths.documents(papers.personId)} className="inline-block py-0.5">
              {t('papers:documents.link')}
            </Link>
          )}
        </p>
      )}
    </section>
  )
}

function Parties({ bondId, papers, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { day } = useFormats('UTC')
  return (
    <section aria-labelledby="parties">
      <h2 id="parties" className="mb-2 text-l">
        {t('papers:parties.title')}
      </h2>
      {papers.parties.length === 0 && <p className="text-quiet">{t('papers:parties.none')}</p>}
      <ul>
        {papers.parties.map(({ role, holder, signedOn, named, by, at }) => (
          <li key={role} className="border-b border-hairline py-2">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="font-semibold">{t(`papers:role.${role}`)}</span>
              <span>
                {t(`papers:holder.${holder}`)}
                {signedOn && `, ${t('papers:parties.signed', { date: day(signedOn) })}`}
              </span>
            </p>
            <p className="text-s text-quiet">
              {named && `${t('papers:parties.named')} · `}
              {t('admin:by_at', { name: by, date: minute(at) })}
            </p>
          </li>
        ))}
      </ul>
      {papers.mayKeep && (
        <Link to={paths.bondParties(bondId)} className="mt-2 inline-block py-0.5">
          {t('papers:party.title')}
        </Link>
      )}
    </section>
  )
}

function EvidenceList({ bondId, papers, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const standing = ({ clean, held }: { clean: boolean | null; held: boolean }) => {
    if (clean === null) return 'papers:evidence.unseen'
    if (clean) return 'papers:evidence.clean'
    return held ? 'papers:evidence.held' : 'papers:evidence.removed'
  }
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence" className="mb-2 text-l">
        {t('papers:evidence.title')}
      </h2>
      {papers.evidence.length === 0 && <p className="text-quiet">{t('papers:evidence.none')}</p>}
      <ul>
        {papers.evidence.map(
          ({ id, purpose, receiptNumber, sha256, by, at, clean, held, reviewer, mayOpen }) => (
            <li key={id} className="border-b border-hairline py-2">
              <p className="flex flex-wrap justify-between gap-x-4">
                <span className="font-semibold">
                  {t(`papers:purpose.${purpose}`)} ·{' '}
                  {mayOpen ? (
                    <a href={paths.bondEvidenceFile(bondId, id)} className="inline-block py-0.5">
                      {receiptNumber}
                    </a>
                  ) : (
                    receiptNumber
                  )}
                </span>
                <span className={clean === false ? 'text-loss' : ''}>
                  {t(standing({ clean, held }), { name: reviewer ?? '' })}
                </span>
              </p>
              <p className="text-s text-quiet">
                {t('admin:by_at', { name: by, date: minute(at) })} ·{' '}
                <span className="figures">{sha256.slice(0, 12)}</span>
              </p>
            </li>
          ),
        )}
      </ul>
      {papers.mayKeep && (
        <Link to={paths.bondEvidence(bondId)} className="mt-2 inline-block py-0.5">
          {t('papers:evidence.add')}
        </Link>
      )}
    </section>
  )
}

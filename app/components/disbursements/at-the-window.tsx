import { Link } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { WhomToCall } from '#app/domain/on-call/whom-to-call.server.ts'
import { paths } from '#app/http/paths.ts'
import { LinkButton } from '../button.tsx'
import { useWords } from '../words.ts'
import { TurnList } from './turn-list.tsx'
import { useFormats } from './use-formats.ts'

type Props = { page: DisbursementPage; calls: WhomToCall | null; timezone: string }

/** Who goes to the window with what was approved, and whom to call for another yes. */
export function AtTheWindow({ page, calls, timezone }: Props) {
  return (
    <>
      {(page.posting || page.mayAssign) && page.state === 'approved' && (
        <WhoPosts page={page} timezone={timezone} />
      )}
      {calls && <WhomToCallNow calls={calls} timezone={timezone} />}
    </>
  )
}

function WhoPosts({ page, timezone }: { page: DisbursementPage; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <section aria-labelledby="who-posts" className="grid justify-items-start gap-3">
      <h2 id="who-posts" className="text-l">
        {t('window:posting.title')}
      </h2>
      <p>
        {page.posting
          ? t('window:posting.by', { name: page.posting.by, since: minute(page.posting.since) })
          : t('window:posting.nobody')}
      </p>
      <p className="flex flex-wrap gap-3">
        {page.posting && page.maySlip && (
          <LinkButton to={paths.slip(page.id)} tone="outline">
            {t('window:slip.title')}
          </LinkButton>
        )}
        {page.mayAssign && (
          <LinkButton to={paths.assignment(page.id)} tone="outline">
            {page.posting ? t('window:posting.change') : t('window:posting.choose')}
          </LinkButton>
        )}
      </p>
    </section>
  )
}

function WhomToCallNow({ calls, timezone }: { calls: WhomToCall; timezone: string }) {
  const { t } = useWords()
  const { missing, now, soon, at } = calls
  return (
    <section aria-labelledby="whom-to-call" className="grid gap-3">
      <h2 id="whom-to-call" className="text-l">
        {missing === null ? t('window:call.another') : t('window:call.missing', { count: missing })}
      </h2>
      {now.length === 0 && <p className="text-quiet">{t('window:call.nobody')}</p>}
      {missing !== null && now.length > 0 && now.length < missing && (
        <p className="font-semibold text-loss">{t('window:call.too_few', { count: now.length })}</p>
      )}
      <TurnList turns={[...now, ...soon]} timezone={timezone} at={at} />
      <p className="text-s">
        <Link to={paths.onCall()} className="inline-block py-0.5">
          {t('window:on_call.title')}
        </Link>
      </p>
    </section>
  )
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { actsPlace } from '#app/components/disbursements/acts-place.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { ClosingNotice } from '#app/components/envelopes/closing-notice.tsx'
import { Draws } from '#app/components/envelopes/draws.tsx'
import type { EnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import { EnvelopeStage } from '#app/components/envelopes/envelope-stage.tsx'
import { HoursLeft } from '#app/components/envelopes/hours-left.tsx'
import { NightFacts } from '#app/components/envelopes/night-facts.tsx'
import { NightPicture } from '#app/components/envelopes/night-picture.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { envelopeOf } from '#app/http/envelope-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = { hydrate: true, words: ['envelope'], title: (t) => t('envelope:title') }

export const headers = noStore

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:read')
  const { page } = await envelopeOf(args as ActionFunctionArgs, staff)
  const { timezone } = await organization()
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp }, now: now() }
}

export default function Envelope() {
  const { t } = useWords()
  const { page, timezone, factors, now } = useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const isOneAct = useLocation().pathname !== paths.envelope(page.id)
  const isSetAside = page.approvals.length > 0 && page.stage !== 'proposed'
  // On a phone, what only this person can end comes before what it is.
  const looksFirst = page.draws.some(({ overdue, whyNotConfirm }) => overdue && !whyNotConfirm)
  const stillHeld = page.ending !== null && page.held > 0n
  return (
    <article className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.envelopes()} className="inline-block justify-self-start py-1 text-s">
          {t('envelope:back')}
        </Link>
        <h1 className="text-2xl">{t('envelope:title')}</h1>
        <p className="flex flex-wrap gap-x-6">
          <EnvelopeStage stage={page.stage} />
          <HoursLeft {...page} now={now} />
        </p>
        {page.stage === 'frozen' && (
          <Notice tone="refusal" title={t('envelope:frozen.title')}>
            {t('envelope:frozen')}
            {page.mayCall && (
              <Link to={paths.onCall()} className="block py-1">
                {t('envelope:frozen.call')}
              </Link>
            )}
          </Notice>
        )}
        {page.stage === 'closing' && <ClosingNotice {...page} timezone={timezone} />}
        {stillHeld && (
          <Notice title={t('envelope:held.title', { amount: money(page.held) })}>{t('envelope:held')}</Notice>
        )}
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <div className="grid content-start gap-6">
          {isSetAside && <NightPicture {...page} timezone={timezone} />}
          <section aria-label={t('envelope:facts')}>
            <NightFacts page={page} timezone={timezone} />
          </section>
        </div>
        <section aria-label={t('envelope:acts')} className={actsPlace(isOneAct)}>
          <Outlet context={{ page, timezone, factors } satisfies EnvelopeFrame} />
        </section>
        <section className={`lg:col-start-1 ${looksFirst ? 'max-lg:order-first' : ''}`}>
          <h2 className="mb-3 text-l">{t('envelope:draws.title')}</h2>
          <Draws page={page} timezone={timezone} factors={factors} />
        </section>
      </div>
    </article>
  )
}

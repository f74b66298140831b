import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { closeMail } from '#app/domain/mail/close-mail.server.ts'
import { endSuppression } from '#app/domain/mail/end-suppression.server.ts'
import { mailDesk } from '#app/domain/mail/mail-desk.server.ts'
import { MendingForm } from '#app/domain/mail/mending.ts'
import { replayMail } from '#app/domain/mail/replay-mail.server.ts'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { revealRecipient } from '#app/domain/mail/reveal-recipient.server.ts'
import { revealSuppressed } from '#app/domain/mail/reveal-suppressed.server.ts'
import { findStruckOff, type StruckOff as StruckOffAddress } from '#app/domain/mail/struck-off.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { FindAddress } from './find-address.tsx'
import { Queue } from './queue.tsx'
import { StruckOff } from './struck-off.tsx'
import { Troubled } from './troubled.tsx'

export const handle: PageHandle = { hydrate: true, words: ['donors'], title: (t) => t('donors:mail.title') }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'mail:read')
  const after = readCursor(new URL(request.url).searchParams.get('after'))
  const desk = await mailDesk({ fundIds: fundsWhere(staff, 'mail:read'), after })
  const { timezone } = await organization()
  return { ...desk, timezone, isFirst: after === null, mayMend: fundsWhere(staff, 'mail:mend').length > 0 }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'mail:mend')
  const form = parseForm(await readForm(request), MendingForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(mend(form.value, staff), form.values)
  if (!outcome.ok) return outcome.response
  const { revealed, found } = outcome.value
  if (revealed === undefined && found === undefined) return redirect(paths.mail(), 303)
  return data({ refusal: null, values: form.values, errors: {}, revealed, found }, { headers: noStore() })
}

async function mend(
  form: MendingForm,
  staff: SignedInStaff,
): Promise<{ revealed?: string; found?: StruckOffAddress[] }> {
  switch (form.act) {
    case 'reveal':
      return { revealed: await revealRecipient({ staff, ...form }) }
    case 'reveal_address':
      return { revealed: await revealSuppressed({ staff, ...form }) }
    case 'find': {
      const { address } = form
      return { found: await findStruckOff({ fundIds: fundsWhere(staff, 'mail:mend'), address }) }
    }
    case 'resend':
      await resendMail({ staff, ...form })
      return {}
    case 'replay':
      await replayMail({ staff, ...form })
      return {}
    case 'close':
      await closeMail({ staff, ...form })
      return {}
    case 'lift':
      await endSuppression({ staff, ...form })
      return {}
  }
}

export default function MailDesk() {
  const { t } = useWords()
  const { troubled, struckOff, next, isFirst, queue, timezone, mayMend } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const named = answer?.values.mailId ?? answer?.values.suppressionId
  const isShown = troubled.some(({ mailId }) => mailId === named) || struckOff.some(({ id }) => id === named)
  const revealed = answer && 'revealed' in answer ? answer.revealed : undefined
  const aside = answer?.values.act !== 'find' && !isShown
  return (
    <div className="grid gap-10">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('donors:mail.title')}</h1>
        <p className="measure text-quiet">{t('donors:mail.lead')}</p>
        <p>
          <LinkButton to={paths.mailPreview()} tone="outline" className="mt-2">
            {t('donors:mail.preview.link')}
          </LinkButton>
        </p>
      </div>
      {entries.refusal && !isShown && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {aside && revealed && (
        <p role="status" className="wrap-anywhere font-semibold">
          {t('donors:record.reveal.shown', { email: revealed })}
        </p>
      )}
      <Queue queue={queue} timezone={timezone} />
      <section aria-labelledby="troubled" className="grid gap-4">
        <h2 id="troubled" className="text-xl">
          {t('donors:mail.troubled.title')}
        </h2>
        {troubled.length === 0 ? (
          <EmptyState title={t('donors:mail.troubled.none.title')}>
            {t('donors:mail.troubled.none')}
          </EmptyState>
        ) : (
          <Troubled mails={troubled} mayMend={mayMend} timezone={timezone} answer={answer ?? undefined} />
        )}
      </section>
      <section aria-labelledby="struck-off" className="grid gap-4">
        <h2 id="struck-off" className="text-xl">
          {t('donors:mail.struck_off.title')}
        </h2>
        <p className="measure text-quiet">{t('donors:mail.struck_off.lead')}</p>
        {mayMend && <FindAddress {...{ timezone, answer: answer ?? undefined }} />}
        <StruckOff addresses={struckOff} mayMend={mayMend} timezone={timezone} answer={answer ?? undefined} />
        <Pagination
          first={isFirst ? null : paths.mail()}
          next={next && `${paths.mail()}?after=${encodeURIComponent(next)}`}
        />
      </section>
    </div>
  )
}

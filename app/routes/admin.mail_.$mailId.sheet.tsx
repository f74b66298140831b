import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { PrintForm } from '#app/domain/mail/mending.ts'
import { mailToPrint } from '#app/domain/mail/prints/mail-to-print.server.ts'
import { openedPrint } from '#app/domain/mail/prints/opened-print.server.ts'
import { printMail } from '#app/domain/mail/prints/print-mail.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:mail.print.title'),
}

export const headers = noStore

const Params = z.object({ mailId: z.uuid() })

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'mail:mend')
  const { mailId } = parseParams(params, Params)
  const mail = await mailToPrint({ fundIds: fundsWhere(staff, 'mail:mend'), mailId })
  if (!mail) throw new Response(null, { status: 404 })

  const printId = z.uuid().safeParse(new URL(request.url).searchParams.get('made')).data ?? null
  const ready = printId && (await openedPrint({ staff, mailId, printId }))
  return {
    ...{ mailId, ...mail, ready: ready ? printId : null },
    staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'mail:mend')
  const { mailId } = parseParams(params, Params)
  if (!(await mailToPrint({ fundIds: fundsWhere(staff, 'mail:mend'), mailId })))
    throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), PrintForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(
    provedBy(
      { staff, action: 'mail.taken_out', subject: 'mail', subjectId: mailId },
      { boundTo: boundTo.printMail(mailId), sent: form.value },
      (stepUpId) => printMail({ staff, mailId, stepUpId }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, `${paths.mailSheet(mailId)}?made=${outcome.value.printId}`)
}

/** A mail that did not arrive, to print and bring to its reader otherwise. */
export default function MailSheet() {
  const { t } = useWords()
  const { mailId, message, recipient, ready, staff } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.mail()} className="inline-block py-1 text-s">
          {t('donors:mail.preview.back')}
        </Link>
        <h1 className="text-2xl">{t('donors:mail.print.title')}</h1>
        <p>
          {t(`donors:mail.message.${message}`)}, <bdi dir="ltr">{recipient}</bdi>
        </p>
        <p className="measure text-quiet">{t('donors:mail.print.lead')}</p>
      </header>
      {ready && (
        <Notice title={t('donors:mail.print.ready')}>
          <a href={paths.mailPrint(mailId, ready)} download className="inline-block py-1">
            {t('donors:mail.print.download')}
          </a>
        </Notice>
      )}
      <ActForm
        action={paths.mailSheet(mailId)}
        refusal={entries.refusal}
        submit={t('donors:mail.print.submit')}
      >
        <StepUpFields
          boundTo={boundTo.printMail(mailId)}
          hasPasskey={staff.hasPasskey}
          hasTotp={staff.hasTotp}
          error={entries.error('code')}
        />
      </ActForm>
    </div>
  )
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { keptReceiptReasons, OpenKeptReceiptForm } from '#app/domain/kept-receipts/kept-receipt.ts'
import { keptReceipt } from '#app/domain/kept-receipts/list-kept-receipts.server.ts'
import { openKeptReceipt } from '#app/domain/kept-receipts/open-kept-receipt.server.ts'
import { openedKeptReceipt } from '#app/domain/kept-receipts/opened-kept-receipt.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['statements'],
  title: (t) => t('statements:kept.one.title'),
}

export const headers = noStore

const Params = z.object({ paymentId: z.uuid() })

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'kept-receipts:open')
  const { paymentId } = parseParams(params, Params)
  const receipt = await keptReceipt({ fundIds: fundsWhere(staff, 'kept-receipts:open'), paymentId })
  if (!receipt) throw new Response(null, { status: 404 })

  const lookId = z.uuid().safeParse(new URL(request.url).searchParams.get('opened')).data ?? null
  const { timezone } = await organization()
  return {
    ...{ receipt, timezone },
    giver: lookId && (await openedKeptReceipt({ lookId, paymentId, staff })),
    staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'kept-receipts:open')
  const { paymentId } = parseParams(params, Params)
  const receipt = await keptReceipt({ fundIds: fundsWhere(staff, 'kept-receipts:open'), paymentId })
  if (!receipt) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), OpenKeptReceiptForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(provedOpening(staff, paymentId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, `${paths.keptReceipt(paymentId)}?opened=${outcome.value.lookId}`)
}

function provedOpening(staff: SignedInStaff, paymentId: string, form: z.output<typeof OpenKeptReceiptForm>) {
  const { reason } = form
  return provedBy(
    { staff, action: 'kept_receipt.opened', subject: 'payment', subjectId: paymentId },
    { boundTo: boundTo.openKeptReceipt({ paymentId, reason }), sent: form },
    (stepUpId) => openKeptReceipt({ staff, paymentId, reason, stepUpId }),
  )
}

export default function KeptReceipt() {
  const { t } = useWords()
  const { receipt, giver, staff, timezone } = useLoaderData<typeof loader>()
  const { day } = useFormats(timezone)
  // The term ends with a day, wherever its reader is.
  const { day: lastDay } = useFormats('UTC')
  const entries = useEntries(useActionData<typeof action>())
  const [reason, setReason] = useState(entries.value('reason'))
  const { paymentId } = receipt
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.keptReceipts()} className="inline-block py-1 text-s">
          {t('statements:kept.title')}
        </Link>
        <h1 className="text-2xl">{t('statements:kept.one', { number: String(receipt.number) })}</h1>
        <p className="measure">
          {t('statements:kept.facts', { given: day(receipt.givenAt), until: lastDay(receipt.keptUntil) })}
        </p>
        <p>
          <Link to={paths.gift(paymentId)} className="inline-block py-1">
            {t('statements:kept.gift')}
          </Link>
        </p>
      </header>
      {giver ? (
        <Notice title={t('statements:kept.giver')}>
          <p>
            <bdi className="wrap-anywhere">{giver.name}</bdi>
          </p>
          {giver.email && (
            <p>
              <bdi className="wrap-anywhere">{giver.email}</bdi>
            </p>
          )}
        </Notice>
      ) : (
        <ActForm
          action={paths.keptReceipt(paymentId)}
          refusal={entries.refusal}
          submit={t('statements:kept.open')}
        >
          <p className="measure text-quiet">{t('statements:kept.open.lead')}</p>
          <ChoiceField
            name="reason"
            label={t('statements:kept.reason')}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            choices={[
              { value: '', label: t('statements:kept.choose') },
              ...keptReceiptReasons.map((value) => ({ value, label: t(`statements:kept.reason.${value}`) })),
            ]}
            error={entries.error('reason')}
          />
          <StepUpFields
            boundTo={(form) =>
              boundTo.openKeptReceipt({ paymentId, reason: String(form.get('reason') ?? '') })
            }
            hasPasskey={staff.hasPasskey}
            hasTotp={staff.hasTotp}
            error={entries.error('code')}
          />
        </ActForm>
      )}
    </div>
  )
}

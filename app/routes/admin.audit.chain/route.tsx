import type { LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field } from '#app/components/field.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { chainState, checkChain } from '#app/domain/audit/chain-state.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'
import { Checked } from './checked.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['records'],
  title: (t) => t('records:chain.title'),
}

export const headers = noStore

const link = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .transform(BigInt)
  .nullable()
  .catch(null)
const Asked = z.object({ from: link, until: link, first: link })

/** Every request recomputes one part of what was asked for; the page asks for the next until it is through. */
export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const { searchParams } = new URL(request.url)
  const asked = Asked.parse({
    from: searchParams.get('from'),
    until: searchParams.get('until'),
    first: searchParams.get('first'),
  })
  const { timezone } = await organization()
  const { head } = await chainState()
  const shared = { head, timezone, at: now(), name: staff.name }
  const { from } = asked
  if (!head || from === null || from > head.seq) return { ...shared, first: 1n, checked: null }
  const isWithin = asked.until !== null && asked.until >= from && asked.until < head.seq
  const until = isWithin && asked.until !== null ? asked.until : head.seq
  const first = asked.first !== null && asked.first <= from ? asked.first : from
  return { ...shared, first, checked: await checkChain({ from, until }) }
}

export default function Chain() {
  const { t } = useWords()
  const { head, checked, first, at, timezone } = useLoaderData<typeof loader>()
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:chain.title')}</h1>
        <p className="measure text-quiet">{t('records:chain.lead')}</p>
      </div>
      {checked && <Checked checked={checked} first={first} at={at} timezone={timezone} />}
      {head ? (
        <Form method="get" className="flex flex-wrap items-end gap-4">
          <Field
            name="from"
            label={t('records:chain.from')}
            defaultValue={String(first)}
            inputMode="numeric"
            pattern="[0-9]*"
            required
          />
          <Field
            name="until"
            label={t('records:chain.until')}
            defaultValue={String(checked?.until ?? head.seq)}
            inputMode="numeric"
            pattern="[0-9]*"
            required
          />
          <Button>{t('records:chain.check')}</Button>
        </Form>
      ) : (
        <EmptyState title={t('records:chain.none.title')}>{t('records:chain.none')}</EmptyState>
      )}
      {head && (
        <p className="measure text-s">
          {t('records:chain.head')}{' '}
          <code dir="ltr" className="break-all">
            {head.hash}
          </code>
        </p>
      )}
      <p>
        <Link to={paths.audit()} className="inline-block py-1">
          {t('records:chain.back')}
        </Link>
      </p>
    </div>
  )
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { scopeFor } from '#app/domain/postings/scope-for.server.ts'
import { openSlip } from '#app/domain/postings/slip/open-slip.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { PostingSlip } from './posting-slip.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['vault', 'window'],
  title: (t) => t('window:slip.title'),
}

export const headers = noStore

async function disbursementOf({ params }: LoaderFunctionArgs, staff: SignedInStaff): Promise<string> {
  const { disbursementId } = parseParams(params, z.object({ disbursementId: z.uuid() }))
  if (!(await scopeFor({ staff, disbursementId }))) throw new Response(null, { status: 404 })
  return disbursementId
}

/** Says what will be opened, and opens nothing. */
export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'postings:read')
  const disbursementId = await disbursementOf(args, staff)
  const { timezone } = await organization()
  return {
    disbursementId,
    timezone,
    isOffice: fundsWhere(staff, 'disbursements:read').length > 0,
    mayAssign: fundsWhere(staff, 'postings:assign').length > 0,
    mayEnter: fundsWhere(staff, 'vault:write').length > 0,
  }
}

/** The answer to the asking carries the slip; nothing of it is kept at an address. */
export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'postings:read')
  const disbursementId = await disbursementOf(args, staff)

  const outcome = await orRefusal(openSlip({ staff, disbursementId, language: args.context.language }))
  if (!outcome.ok) return outcome.response

  return data({ refusal: null, slip: outcome.value }, { headers: noStore() })
}

export default function SlipPage() {
  const { t } = useWords()
  const { disbursementId, timezone, isOffice, mayEnter } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const back = isOffice ? paths.disbursement(disbursementId) : paths.posting(disbursementId)
  const slip = answer && 'slip' in answer ? answer.slip : null
  return (
    <div className="grid gap-5">
      <Link to={back} className="no-print inline-block justify-self-start py-1 text-s">
        {t('window:slip.back')}
      </Link>
      {slip ? (
        <PostingSlip
          slip={slip}
          timezone={timezone}
          enterAt={mayEnter ? paths.identity(disbursementId) : null}
        />
      ) : (
        <>
          <h1 className="text-2xl">{t('window:slip.title')}</h1>
          <p className="measure">{t('window:slip.lead')}</p>
          {answer?.refusal && <Refused code={answer.refusal.code} />}
          <Form method="post" reloadDocument>
            <Button>{t('window:slip.open')}</Button>
          </Form>
        </>
      )}
    </div>
  )
}

/** What is missing, and where it is entered. */
function Refused({ code }: { code: string }) {
  const { t, i18n } = useWords()
  const { disbursementId, mayAssign, mayEnter } = useLoaderData<typeof loader>()
  return (
    <Notice tone="refusal" title={t('admin:act.refused')}>
      <p>{refusalWords(i18n, { code })}</p>
      {code === 'slip_needs_a_person' && mayEnter && (
        <Link to={paths.identity(disbursementId)} className="inline-block py-0.5">
          {t('window:identity.enter')}
        </Link>
      )}
      {code === 'slip_needs_a_poster' && mayAssign && (
        <Link to={paths.assignment(disbursementId)} className="inline-block py-0.5">
          {t('window:posting.choose')}
        </Link>
      )}
    </Notice>
  )
}

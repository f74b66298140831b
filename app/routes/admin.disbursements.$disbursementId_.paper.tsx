import type { ActionFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { AgreementPaper } from '#app/components/copays/paper.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { blankPaper } from '#app/domain/copays/reads/blank-paper.server.ts'
import { officialLanguage, paperLanguages } from '#app/domain/copays/texts/texts.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['copay'], title: (t) => t('copay:paper.title') }

export const headers = noStore

/** The paper before it is signed, for an amount and in a language that are asked for in the address. */
export async function loader(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'copays:work')
  const { page } = await disbursementOf(args, staff)
  const { searchParams } = new URL(args.request.url)
  const asked = searchParams.get('language')
  const language = paperLanguages.find((each) => each === asked) ?? officialLanguage
  const amount = parseDollars(searchParams.get('amount') ?? '')

  const { legalName } = await organization()
  const { fund, withOfficial, review } = await blankPaper({ staff, fundId: page.fundId, language })
  return {
    disbursementId: page.id,
    paper: {
      ...{ language, fund, withOfficial, review, organization: legalName, caseCode: page.caseCode },
      amount: amount.ok ? (amount.cents as bigint) : null,
      /** Lines to write on, where an interpreter will read it aloud. */
      reading: searchParams.has('aloud') ? { language: '', interpreter: '', kind: null } : null,
      signed: null,
    },
  }
}

export default function BlankPaper() {
  const { t } = useWords()
  const { disbursementId, paper } = useLoaderData<typeof loader>()
  const { amount } = paper
  return (
    <div className="grid gap-6">
      <p className="no-print">
        <Link to={paths.family(disbursementId)} className="inline-block py-1 text-s">
          {t('copay:paper.back')}
        </Link>
      </p>
      {amount === null ? (
        <p className="measure">{t('copay:paper.no_amount')}</p>
      ) : (
        <>
          <p className="no-print measure text-quiet">{t('copay:paper.how')}</p>
          <AgreementPaper {...paper} amount={amount} />
        </>
      )}
    </div>
  )
}

import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { eraseMe } from '#app/domain/donor-area/erasure/erase-me.server.ts'
import { erasureFacts } from '#app/domain/donor-area/erasure/erasure-facts.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { donorSession } from '#app/http/session.ts'
import { languages } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

export const handle: PageHandle = { title: (t) => t('donor:erasure.title') }
export const headers = noStore

/** Typed in the language of the page; a page that was opened in another one still counts. */
const isTheWord = (typed: string): boolean =>
  languages.some(
    (language) => wordsFor(language).t('donor:erasure.word').toLowerCase() === typed.toLowerCase(),
  )

const ErasureForm = z.object({
  word: z.string().trim().min(1, 'erasure_word_wrong').max(40).refine(isTheWord, 'erasure_word_wrong'),
})

export async function loader({ request }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  return erasureFacts({ donorId: donor.id })
}

export async function action({ request, context }: ActionFunctionArgs) {
  const donor = await requireDonor(request)
  const form = parseForm(await readForm(request), ErasureForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(eraseMe({ donorId: donor.id }), form.values)
  if (!outcome.ok) return outcome.response
  return redirect(paths.donorErased(context.language), {
    status: 303,
    headers: { 'Set-Cookie': donorSession.ended() },
  })
}

export default function Erasure() {
  const { t } = useWords()
  const { gifts, running, receiptYears, onHold } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { refusal, errorOf } = useFormAnswer(answer)
  const word = t('donor:erasure.word')
  return (
    <>
      <h1 className="text-3xl">{t('donor:erasure.title')}</h1>
      {refusal && (
        <Notice tone="refusal" className="mt-4">
          {refusal}
        </Notice>
      )}
      <div className="mt-6 grid gap-8 md:grid-cols-2">
        <Listed title={t('donor:erasure.goes')} items={['name', 'consents', 'mails', 'sessions', 'stripe']} />
        <section>
          <h2 className="text-xl">{t('donor:erasure.stays')}</h2>
          <ul className="measure mt-2 grid list-disc gap-2 ps-5">
            <li>{t('donor:erasure.stays.books', { count: gifts })}</li>
            <li>{t('donor:erasure.stays.receipts', { count: receiptYears })}</li>
            <li>{t('donor:erasure.stays.digest')}</li>
            <li>{t('donor:erasure.stays.stripe')}</li>
          </ul>
        </section>
      </div>
      {running > 0 && (
        <p className="measure mt-6 font-semibold">{t('donor:erasure.running', { count: running })}</p>
      )}
      <p className="measure mt-6">
        {t('donor:erasure.before')} <Link to={paths.donorSettings()}>{t('donor:erasure.download')}</Link>
      </p>
      {onHold ? (
        <Notice className="mt-6">{t('donor:erasure.on_hold')}</Notice>
      ) : (
        <div className="mt-8">
          <Confirm ask={t('donor:erasure.ask')} open={answer !== undefined}>
            <Form method="post" className="grid gap-4">
              <Field
                name="word"
                label={t('donor:erasure.type', { word })}
                hint={t('donor:erasure.for_good')}
                autoComplete="off"
                spellCheck={false}
                maxLength={40}
                required
                error={errorOf('word')}
                className="max-w-[20rem]"
              />
              <Button tone="refuse" className="justify-self-start">
                {t('donor:erasure.do')}
              </Button>
            </Form>
          </Confirm>
        </div>
      )}
    </>
  )
}

function Listed({ title, items }: { title: string; items: string[] }) {
  const { t } = useWords()
  return (
    <section>
      <h2 className="text-xl">{title}</h2>
      <ul className="measure mt-2 grid list-disc gap-2 ps-5">
        {items.map((item) => (
          <li key={item}>{t(`donor:erasure.goes.${item}`)}</li>
        ))}
      </ul>
    </section>
  )
}

import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { asTyped } from '#app/components/amount-choice.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { AmountsForm, amountLanguages, mostAmounts } from '#app/domain/suggested-amounts/amounts-form.ts'
import { suggestAmounts } from '#app/domain/suggested-amounts/suggest-amounts.server.ts'
import { suggestedAmounts } from '#app/domain/suggested-amounts/suggested-amounts.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors', 'give'],
  title: (t) => t('donors:amounts.title'),
}

export const headers = noStore

const Params = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const { fundId } = parseParams(params, Params)
  if (!fundsWhere(staff, 'funds:read').includes(fundId)) throw new Response(null, { status: 404 })
  const names = await namesOfFunds({ fundIds: [fundId], language: context.language })
  return {
    ...{ fundId, fundName: names.get(fundId) ?? '', ...(await suggestedAmounts({ fundId })) },
    mayManage: fundsWhere(staff, 'funds:manage').includes(fundId),
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'funds:manage')
  const { fundId } = parseParams(params, Params)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })
  const form = parseForm(await readForm(request), AmountsForm)
  if (!form.ok) return invalid(form)

  const amounts = form.value.amounts.filter((cents) => cents > 0n)
  const set = suggestAmounts({ staff, fundId, language: form.value.language, amounts })
  const outcome = await orRefusal(set, form.values)
  return outcome.ok ? redirect(paths.fundAmounts(fundId), 303) : outcome.response
}

export default function Amounts() {
  const { t, i18n } = useWords()
  const { fundId, fundName, first, byLanguage, minimumCents, maximumCents, mayManage } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const entries = useEntries(answer)
  const money = (cents: bigint) => formatCents(cents, i18n.language, { whole: cents % 100n === 0n })
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('donors:amounts.title')}</h1>
        <p className="measure text-quiet">
          {t('donors:amounts.lead', {
            fund: fundName,
            minimum: money(minimumCents),
            maximum: money(maximumCents),
          })}
        </p>
      </div>
      {amountLanguages.map((language) => {
        const own = byLanguage[language]
        const offered = own ?? byLanguage.en ?? first
        const isBack = answer?.values.language === language
        return (
          <section
            key={language}
            aria-labelledby={`in-${language}`}
            className="grid gap-3 border-t border-hairline pt-4"
          >
            <h2 id={`in-${language}`} className="text-l">
              {t(`donors:amounts.in.${language}`)}
            </h2>
            <p className="figures">
              {offered.map(money).join(' · ')}
              {!own && language !== 'en' && ` (${t('donors:amounts.as_english')})`}
            </p>
            {mayManage && (
              <ActForm
                action={paths.fundAmounts(fundId)}
                refusal={isBack ? entries.refusal : null}
                submit={t('donors:amounts.submit')}
                tone="outline"
              >
                <input type="hidden" name="language" value={language} />
                <fieldset className="grid grid-cols-2 gap-3 sm:grid-cols-5">
                  <legend className="sr-only">{t(`donors:amounts.in.${language}`)}</legend>
                  {Array.from({ length: mostAmounts }, (_, index) => {
                    const name = `amounts[${index}]`
                    const now = offered[index]
                    return (
                      <MoneyInput
                        key={name}
                        id={`${language}-${index}`}
                        name={name}
                        label={t('donors:amounts.number', { number: index + 1 })}
                        defaultValue={isBack ? entries.value(name) : now === undefined ? '' : asTyped(now)}
                        error={isBack ? entries.error(name) : undefined}
                      />
                    )
                  })}
                </fieldset>
              </ActForm>
            )}
          </section>
        )
      })}
    </div>
  )
}

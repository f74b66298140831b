import type { LoaderFunctionArgs } from '@remix-run/node'
import { BondActForm } from '#app/components/bonds/bond-act-form.tsx'
import { type BondOutlet, useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { ChaseForm } from '#app/components/bonds/chase-form.tsx'
import { type FactAct, factWords } from '#app/components/bonds/fact-form.tsx'
import { RecoveryForm } from '#app/components/bonds/recovery-form.tsx'
import { ReturnForm } from '#app/components/bonds/return-form.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { isAsked } from '#app/domain/bonds/chase.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['dates', 'papers', 'recovery'] }

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:read')
  return null
}

/** What this person may record now; for what is someone else's to record, why. */
export default function Acts() {
  const { t } = useWords()
  const { page, papers, timezone, factors } = useBondFrame()
  const { acts } = page
  const askTitle = t(isAsked(page.state) ? 'recovery:ask.title' : 'recovery:chase.title')
  const recovery = !acts.recovery && (
    <section className="grid gap-4">
      <h2 className="text-l">{t('recovery:recovery.title')}</h2>
      <RecoveryForm page={page} factors={factors} timezone={timezone} />
    </section>
  )
  // What was called for beyond its deposit may come back to a closed bond; nothing else is recorded of it.
  if (page.state === 'closed') return recovery || <p className="text-quiet">{t('admin:bond.closed')}</p>

  return (
    <>
      {!acts.return && (
        <section className="grid gap-4">
          <h2 className="text-l">{t('admin:bond.return.title')}</h2>
          <ReturnForm page={page} factors={factors} timezone={timezone} />
        </section>
      )}
      {!acts.release && (
        <section className="grid gap-4">
          <h2 className="text-l">{t('admin:bond.release.title')}</h2>
          <BondActForm act="release" page={page} papers={papers} factors={factors} />
        </section>
      )}
      {recovery}
      <div className="grid justify-items-start gap-4">
        {!acts.chase && (
          <Confirm ask={askTitle} tone="outline">
            <ChaseForm page={page} />
          </Confirm>
        )}
        {!acts.reinstatement && <Folded act="reinstatement" page={page} papers={papers} factors={factors} />}
        {!acts.disposition && <Folded act="disposition" page={page} papers={papers} factors={factors} />}
        {!acts.move && <Folded act="step" page={page} papers={papers} factors={factors} />}
        {!acts.forfeiture && <Folded act="forfeiture" page={page} papers={papers} factors={factors} />}
        {!acts.write_off && <Folded act="write_off" page={page} papers={papers} factors={factors} />}
      </div>
      <WhyNot
        reasons={[
          ...(['release', 'disposition', 'return', 'forfeiture', 'write_off'] as const).map((act) => ({
            act: t(`admin:bond.${act}.title`),
            why: acts[act],
          })),
          { act: askTitle, why: acts.chase },
          ...(['recovery', 'reinstatement'] as const).map((act) => ({
            act: t(`recovery:${act}.title`),
            why: acts[act],
          })),
        ].filter(({ why }) => why?.code !== 'bond_step_not_possible')}
      />
    </>
  )
}

function Folded({
  act,
  page,
  papers,
  factors,
}: { act: FactAct } & Pick<BondOutlet, 'page' | 'papers' | 'factors'>) {
  const { t } = useWords()
  const loses = act === 'forfeiture' || act === 'write_off'
  return (
    <Confirm ask={t(factWords(act, 'title'))} tone={loses ? 'refuse' : 'outline'}>
      <BondActForm act={act} page={page} papers={papers} factors={factors} />
    </Confirm>
  )
}

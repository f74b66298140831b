import type { ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'
import { type ChangeFacts, ChangeForm, type ChangeKind } from '#app/components/monthly/change-form.tsx'
import { useGiftFormats } from '#app/components/monthly/use-gift-formats.ts'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { type Asked, FundAsks, type Held } from './fund-asks.tsx'

type ChangesProps = {
  gift: {
    state: string
    fund: string
    fundSlug: string
    changeTo: string
    facts: ChangeFacts
    held: Held[]
    mayGoOn: boolean
    asked: Asked | null
    undo: string | null
  }
}

/** Everything that a donor can do with the gift. What a fund asks comes first; stopping is never hidden. */
export function Changes({ gift }: ChangesProps) {
  const { t } = useWords()
  const { language } = useGiftFormats()
  const { held, asked, undo, facts, changeTo } = gift
  const form = (kind: ChangeKind) => (
    <ChangeForm kind={kind} facts={facts} to={changeTo} entries={nothingTyped} />
  )
  const kinds: ChangeKind[] = ['amount', 'split', ...restingKinds(gift)]
  return (
    <>
      <FundAsks held={held} asked={asked} changeTo={changeTo} />
      {undo && (
        <p className="measure">
          {t('give:monthly.undo.hint')}{' '}
          <a href={`${changeTo}?change=undo`} className="inline-block py-1">
            {t('give:monthly.undo')}
          </a>
        </p>
      )}
      <section aria-labelledby="change" className="grid gap-2">
        <h2 id="change" className="text-xl">
          {t('give:monthly.change')}
        </h2>
        <div className="border-t border-hairline">
          {kinds.map((kind) => (
            <Foldout
              key={kind}
              id={kind}
              title={t(`give:monthly.${kind}.title`)}
              open={kind === 'split' && (held.length > 0 || asked !== null)}
            >
              {form(kind)}
            </Foldout>
          ))}
        </div>
      </section>
      <form method="post" className="grid gap-8">
        <div>
          <Button name="act" value="card">
            {t('give:monthly.gift.card')}
          </Button>
          <p className="measure mt-2 text-s">{t('give:monthly.gift.card.hint')}</p>
        </div>
        <div>
          <Button name="act" value="stop" tone="outline">
            {t('give:monthly.gift.stop')}
          </Button>
          <p className="measure mt-2 text-s">{t('give:monthly.gift.stop.hint')}</p>
        </div>
      </form>
      <p>
        <a href={paths.fund(gift.fundSlug, language)} className="inline-block py-1">
          {t('give:thanks.back', { fund: gift.fund })}
        </a>
      </p>
    </>
  )
}

/** A rest with a day at its end is not offered while a fund takes nothing: on that day it would be charged for. */
function restingKinds({ state, held, mayGoOn }: ChangesProps['gift']): ChangeKind[] {
  if (state === 'past_due') return ['pause']
  if (state !== 'paused') return ['day', 'skip', 'pause']
  const pause: ChangeKind[] = mayGoOn ? ['pause'] : []
  return held.some(({ isPart }) => !isPart) ? pause : [...pause, 'resume']
}

const nothingTyped = { valueOf: () => undefined, errorOf: () => undefined }

/** Opens without a script, and is reached by its address. */
function Foldout({ id, title, open, children }: FoldoutProps) {
  return (
    <details id={id} open={open} className="border-b border-hairline">
      <summary className="cursor-pointer py-3 font-semibold">{title}</summary>
      <div className="pb-6">{children}</div>
    </details>
  )
}

type FoldoutProps = { id: string; title: string; open: boolean; children: ReactNode }

import { useNavigation } from '@remix-run/react'
import { Button } from './button.tsx'
import { useWords } from './words.ts'

/** Asks what the rules of the place would say, and sends nothing. It may be asked of a form that is not whole yet. */
export function CheckRules() {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  return (
    <Button name="intent" value="check" tone="outline" formNoValidate disabled={busy}>
      {t('rules:preview.check')}
    </Button>
  )
}

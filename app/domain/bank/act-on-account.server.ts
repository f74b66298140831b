import type { AccountAct } from './account-form.ts'
import type { BankStaff } from './account-of.server.ts'
import { explainDifference } from './matching/explain-difference.server.ts'
import { matchByHand } from './matching/match-by-hand.server.ts'
import { matchOwnTransfer } from './matching/match-own-transfer.server.ts'
import { noteMovement } from './matching/note-movement.server.ts'
import { undoMatch } from './matching/undo-match.server.ts'
import { placeFund } from './open-account.server.ts'
import { answerBalance } from './statement/answer-balance.server.ts'
import { sayNothingMoved } from './statement/say-nothing-moved.server.ts'

/** Does what a form of the account's page asks for; each verb says itself what it refuses. */
export async function actOnAccount(of: {
  staff: BankStaff
  accountId: string
  act: AccountAct
}): Promise<void> {
  const { staff, accountId, act } = of
  switch (act.intent) {
    case 'match':
      await matchByHand({ staff, accountId, ...act })
      break
    case 'own_transfer':
      await matchOwnTransfer({ staff, accountId, ...act })
      break
    case 'undo':
      await undoMatch({ staff, accountId, ...act })
      break
    case 'explain':
      await explainDifference({ staff, accountId, ...act })
      break
    case 'note':
      await noteMovement({ staff, accountId, ...act })
      break
    case 'place':
      await placeFund({ staff, accountId, ...act })
      break
    case 'nothing_moved':
      await sayNothingMoved({ staff, accountId, ...act })
      break
    case 'balance':
      await answerBalance({ staff, accountId, ...act })
  }
}

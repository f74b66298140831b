import type { Row } from './row.ts'
import { checkoutStart } from './rows/checkout-start.ts'
import { fundPageUncached } from './rows/fund-page-uncached.ts'
import { giveWhileApproving } from './rows/give-while-approving.ts'
import { import100k } from './rows/import-100k.ts'
import { journal100k } from './rows/journal-100k.ts'
import { postOneFund } from './rows/post-one-fund.ts'
import { webhookAck } from './rows/webhook-ack.ts'

export const rows: Row[] = [
  postOneFund,
  webhookAck,
  giveWhileApproving,
  fundPageUncached,
  checkoutStart,
  import100k,
  journal100k,
]

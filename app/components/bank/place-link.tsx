import { Link } from '@remix-run/react'
import type { Place } from '#app/domain/bank/reads/places.server.ts'
import { paths } from '#app/http/paths.ts'
import { SourceWords } from './source-words.tsx'

const addresses: Record<Place['page'], (id: string) => string> = {
  ...{ disbursement: paths.disbursement, remittance: paths.remittance, bond: paths.bond, copay: paths.copay },
  ...{ advance: paths.advance, cash_box: paths.cashBox, expense: paths.expense },
  ...{ offline_gift: paths.offlineGift, payout: paths.payout },
}

/** What moved money at the bank, with the way to its page. */
export function PlaceLink({ sourceKind, place }: { sourceKind: string; place: Place | null }) {
  if (!place) return <SourceWords kind={sourceKind} />
  return (
    <Link to={addresses[place.page](place.id)} className="inline-block py-1">
      <SourceWords kind={sourceKind} />
    </Link>
  )
}

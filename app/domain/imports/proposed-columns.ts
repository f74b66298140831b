import {
  donorFields,
  type Field,
  headerKey,
  type Layout,
  type Mapping,
  ownFields,
  readyLayouts,
} from './layouts.ts'

const usual: Partial<Record<Field, string[]>> = {
  email: ['email', 'e-mail', 'email address', 'e-mail address', 'correo', 'correo electrónico'],
  name: ['full name', 'donor', 'donor name', 'nombre completo'],
  first_name: ['firstname', 'nombre'],
  last_name: ['lastname', 'surname', 'apellido', 'apellidos'],
  amount: ['gift amount', 'total', 'importe', 'monto'],
  date: ['day', 'gift date', 'fecha'],
  fund: ['fund', 'designation', 'form', 'appeal', 'fondo', 'campaña'],
  donor_number: ['donor id', 'donor number', 'constituent id', 'número de donante'],
  street: ['street', 'street address', 'address', 'address line 1', 'dirección', 'calle'],
  city: ['town', 'ciudad'],
  postcode: ['zip', 'zip code', 'postal code', 'postcode', 'código postal'],
}

/** What the columns of an unknown file may be, for a person to look at: by the names that they usually bear. */
export function proposedColumns(headers: string[], of: Layout['of']): Mapping {
  const left = [...headers]
  const proposed: Mapping = {}
  for (const field of of === 'donors' ? donorFields : ownFields) {
    const names = Object.values(readyLayouts).flatMap(({ columns }) => columns[field] ?? [])
    const at = left.findIndex((header) => [...names, ...(usual[field] ?? [])].includes(headerKey(header)))
    if (at >= 0) proposed[field] = left.splice(at, 1)[0]?.trim() ?? ''
  }
  return proposed
}

"""The ledger as a whole: plan of accounts, counter entries, the second ring, tax, closed years, numbers; its budget.

Belongs here: what makes the bookings a complete Polish ledger, and the versions budget and forecast.
Doesn't belong here: where costs and sales come from (ledger_costs.py, ledger_sales.py).
"""

from __future__ import annotations

from demo.world import World

_ACCOUNTS = """
select * from (values
    ('010', 'Środki trwałe', null, 'asset', null, null), ('070', 'Umorzenie', null, 'asset', null, null),
    ('130', 'Rachunek bankowy', null, 'asset', null, null),
    ('200', 'Rozrachunki z odbiorcami', null, 'asset', null, null),
    ('202', 'Rozrachunki z dostawcami', null, 'liability', null, null),
    ('221', 'VAT należny', null, 'liability', null, null),
    ('222', 'Rozrachunki z urzędem skarbowym', null, 'liability', null, null),
    ('230', 'Rozrachunki z tytułu wynagrodzeń', null, 'liability', null, null),
    ('330', 'Towary', null, 'asset', null, null), ('800', 'Kapitał', null, 'equity', null, null),
    ('860', 'Wynik finansowy', null, 'closing', null, null),
    ('400', 'Amortyzacja', null, 'expense', 'depreciation', null),
    ('400-1', 'Amortyzacja środków trwałych', '400', 'expense', 'depreciation', 'administration'),
    ('401', 'Materiały i energia', null, 'expense', 'materials', null),
    ('401-2', 'Paliwo i auta', '401', 'expense', 'cars', 'selling'),
    ('401-1', 'Opakowania', '401', 'expense', 'packaging', 'selling'),
    ('401-3', 'Części w naprawach', '401', 'expense', 'parts', 'service'),
    ('401-4', 'Energia', '401', 'expense', 'energy', 'administration'),
    ('402', 'Usługi obce', null, 'expense', 'services', null),
    ('402-11', 'Przesyłki', '402', 'expense', 'freight', 'selling'),
    ('402-12', 'Przesyłki ekspresowe', '402', 'expense', 'freight', 'selling'),
    ('402-2', 'Czynsz', '402', 'expense', 'rent', 'administration'),
    ('402-3', 'Telefony i internet', '402', 'expense', 'telecom', 'administration'),
    ('402-4', 'Licencje', '402', 'expense', 'licences', 'administration'),
    ('402-5', 'Kampanie', '402', 'expense', 'marketing', 'selling'),
    ('402-6', 'Opłaty bankowe', '402', 'expense', 'banking', 'administration'),
    ('402-7', 'Podwykonawcy projektów', '402', 'expense', 'projects', 'service'),
    ('402-8', 'Doradztwo i audyt', '402', 'expense', 'consulting', 'administration'),
    ('402-9', 'Wdrożenie CRM', '402', 'expense', 'crm_programme', 'administration'),
    ('403', 'Podatki i opłaty', null, 'expense', 'taxes', null),
    ('403-1', 'Podatek od nieruchomości', '403', 'expense', 'taxes', 'administration'),
    ('404', 'Wynagrodzenia', null, 'expense', 'pay', null),
    ('404-1', 'Wynagrodzenia zasadnicze', '404', 'expense', 'pay', 'other'),
    ('404-2', 'Prowizje', '404', 'expense', 'commission', 'selling'),
    ('405', 'Ubezpieczenia społeczne', null, 'expense', 'social', null),
    ('405-1', 'Składki ZUS', '405', 'expense', 'social', 'other'),
    ('409', 'Pozostałe koszty', null, 'expense', 'other', null),
    ('409-1', 'Podróże służbowe', '409', 'expense', 'travel', 'selling'),
    ('409-2', 'Ubezpieczenia majątkowe', '409', 'expense', 'insurance', 'administration'),
    ('490', 'Rozliczenie kosztów', null, 'closing', null, null),
    ('501', 'Koszty warsztatu', null, 'expense', null, 'production'),
    ('527', 'Koszty sprzedaży', null, 'expense', null, 'selling'),
    ('550', 'Koszty zarządu', null, 'expense', null, 'administration'),
    ('700', 'Sprzedaż usług', null, 'revenue', null, null),
    ('700-1', 'Sprzedaż usług serwisu', '700', 'revenue', null, null),
    ('730', 'Sprzedaż towarów', null, 'revenue', null, null),
    ('730-1', 'Sprzedaż towarów w kraju', '730', 'revenue', null, null),
    ('730-3', 'Korekty sprzedaży', '730', 'revenue', null, null),
    ('730-4', 'Przychody z transportu', '730', 'revenue', null, null),
    ('739-1', 'Rabaty potransakcyjne', '730', 'revenue', null, null),
    ('731', 'Wartość sprzedanych towarów', null, 'expense', 'goods', 'other'),
    ('731-1', 'Wartość sprzedanych towarów w kraju', '731', 'expense', 'goods', 'other'),
    ('731-5', 'Różnice inwentaryzacyjne', '731', 'expense', 'goods', 'other'),
    ('750-1', 'Przychody finansowe', null, 'revenue', null, null),
    ('751-1', 'Koszty finansowe', null, 'expense', 'interest', 'other'),
    ('760-1', 'Pozostałe przychody operacyjne', null, 'revenue', null, null),
    ('761-2', 'Pozostałe koszty operacyjne', null, 'expense', 'other', 'other'),
    ('761-1', 'Odpisy należności', null, 'expense', 'credit_loss', 'other'),
    ('870', 'Podatek dochodowy', null, 'expense', 'tax', 'other'),
    ('499-9', 'Zamknięcie kosztów rodzajowych', null, 'closing', null, null),
    ('599-9', 'Zamknięcie kosztów funkcjonalnych', null, 'closing', null, null),
    ('869-7', 'Zamknięcie przychodów i kosztów', null, 'closing', null, null)
) as accounts (account_id, account_name, parent_account_id, account_type, cost_kind, cost_class)
"""
_OPENING = """
select 0 as m, 0 as block, 'BO' as key, cast(row_number() over (order by account_id) as integer) as n,
'BO/2024/11' as document_number, month_start(0) as posting_date,
    account_id, cast(round(amount * getvariable('scale'), 2) as decimal(18,2)) as amount,
    'Bilans otwarcia' as description,
from (values ('010', 2400000), ('130', 900000), ('330', 4200000), ('202', -2100000),
    ('800', -5400000)) as balances (account_id, amount)
"""
_COSTS_AND_COUNTERS = """
select m, 10 + kind as block, key || account_id as key, n, document_number, posting_date, cost_period,
    case n when 1 then account_id else counter_account_id end as account_id,
    case n when 1 then cost_centre_id end as cost_centre_id,
    case n when 1 then amount else -amount end as amount,
    case n when 1 then cid end as cid, case n when 1 then campaign_no end as campaign_no,
    case n when 1 then project_id end as project_id,
    case n when 1 then eid end as eid,
    case when reverses is not null then 'double' || account_id end as reverses, description,
from costs
cross join (values (1), (2)) as sides (n)
where chunk_has(m)
"""
# The second ring: what class 4 booked by kind, class 5 books by place, against 490. No keys: a monthly turn.
_SECOND_RING = """
with

turned as (
    select m, cost_period, cost_centre_id,
        case when cost_centre_id = '500' then '501'
            when cost_centre_id in ('300', '400', '410', '420', '430', '510') then '527' else '550'
            end as account_id,
        cast(sum(amount) as decimal(18,2)) as amount,
    from costs
    where account_id[1] = '4' and chunk_has(m)
    group by all
)

select m, 30 as block, cost_centre_id || coalesce(strftime(cost_period, '%m'), '') as key, n,
'PK/KOSZT/' || strftime(month_start(m), '%Y/%m') as document_number, month_end(m) as posting_date, cost_period,
    case n when 1 then account_id else '490' end as account_id,
    case n when 1 then cost_centre_id end as cost_centre_id,
    case n when 1 then amount else -amount end as amount, 'Przeksięgowanie kosztów' as description,
from turned
cross join (values (1), (2)) as sides (n)
"""
# Income tax: 19 % of the month's result where there is one.
_TAX = """
with

results as (
    select m, cast(-sum(amount) as decimal(18,2)) as result_amount from ledger
    where account_id[1] in ('4', '7') and account_id <> '490'
    group by m
)

select m, 40 as block, 'CIT' as key, n, 'PK/CIT/' || strftime(month_start(m), '%Y/%m') as document_number,
month_end(m) as posting_date,
    case n when 1 then '870' else '222' end as account_id,
    case n when 1 then share_of(result_amount, 0.19) else -share_of(result_amount, 0.19) end as amount,
    'Podatek dochodowy' as description,
from results
cross join (values (1), (2)) as sides (n)
where result_amount > 0
"""
# A year is closed on accounts of its own, so that the accounts of the result keep what they hold.
_CLOSING = """
with

sums as (
    select year(posting_date) as closed_year, max(m) as m, account_id[1] as class,
    cast(sum(amount) as decimal(18,2)) as amount
    from ledger
    where account_id[1] in ('4', '5', '7') and posting_date < date '2026-01-01'
    group by year(posting_date), account_id[1]
)

select m, 50 as block, cast(closed_year as varchar) || class as key, n,
'PK/ZAMK/' || closed_year as document_number, make_date(closed_year, 12, 31) as posting_date,
    case n when 1 then case when class = '7' then '869-7' else class || '99-9' end else '860' end as account_id,
    case n when 1 then -amount else amount end as amount, 'Zamknięcie roku' as description,
from sums
cross join (values (1), (2)) as sides (n)
where amount <> 0
"""
# The budget looks like a careful average of the two years, a little off in every account; the forecast is nearer.
_PLANS = """
with

actual as (
    select account_id, cost_centre_id, cast(sum(amount) as decimal(18,2)) as amount
    from ledger
    where account_id[1] = '4' and account_id not in ('490', '499-9')
        or account_id in ('730-1', '730-3', '730-4', '700-1', '731-1')
    group by account_id, cost_centre_id
),

versions as (
    select 'budget' as version, m, 0.10 as error, -0.03 as bias from months
    union all
    select 'forecast', m, 0.04, 0.0 from months where m >= 20
)

select version, m, account_id, cost_centre_id,
    cast(round(amount / 24 * (1 + bias + error * (u('plan.' || version,
        account_id || coalesce(cost_centre_id, '')) - 0.5) * 2)
        * case when account_id[1] = '4' and left(account_id, 3) <> '402' then 1 + 0.004 * (m - 12)
            else [0.75, 0.85, 1.05, 1.1, 1.15, 1.05, 0.9, 0.9, 1.1, 1.1, 1.05, 0.85][month(month_start(m))] end,
            -1) as decimal(18,2)) as amount,
from versions
cross join actual
"""


def build(world: World) -> None:
    """Make accounts, the ledger and its plans from ledger and costs."""
    world.make("accounts", _ACCOUNTS)
    for sql in (_COSTS_AND_COUNTERS, _SECOND_RING):
        world.add("ledger", sql)
    for sql in (_OPENING, _TAX, _CLOSING):
        world.con.execute(f"insert into ledger by name {sql}")
    world.make("ledger_plans", _PLANS)

"""Bookings of costs that no single piece of work makes: places, computers, finance, projects, purchases.

Belongs here: what is added to costs beside ledger_costs.py. Doesn't belong here: costs that follow work.
"""

from __future__ import annotations

from demo.world import World

# Places: rent, energy, taxes and insurance of the premises by square metre; telephones by head, licences for all,
# machines by cost centre. The bill for energy of September 2026 comes in October and belongs to September.
_PLACES = """
with

premises as (
    select '130' as cost_centre_id, account_id, description, cast(sum(metres) as double) * price as amount
    from floors
    cross join (values ('402-2', 'Czynsz', 19.50), ('401-4', 'Energia', 5.20),
        ('403-1', 'Podatek od nieruchomości', 1.10), ('409-2', 'Ubezpieczenia majątkowe', 1.20))
        as prices (account_id, description, price)
    group by account_id, description, price

    union all

    select cost_centre_id, '402-3', 'Telefony i internet', 85.0 * places from floors
    union all
    select '120', '402-4', 'Licencje', 140.0 * sum(places) from floors
    union all
    select cost_centre_id, '400-1', 'Amortyzacja', worth from floors
)

select months.m, 7 as kind, account_id || cost_centre_id as key,
'FZ/' || account_id || '/' || strftime(months.first_date, '%Y/%m') as document_number,
    months.last_date as posting_date,
    case when account_id = '401-4' and months.m = 23 then date '2026-09-01' end as cost_period,
    account_id, case account_id when '400-1' then '070' else '202' end as counter_account_id, cost_centre_id,
    cast(round(amount * case account_id
        when '402-2' then case when months.m >= 14 then 1.06 else 1 end
        when '401-4' then [1.4, 1.4, 1.2, 1.0, 0.8, 0.7, 0.7, 0.7, 0.8, 1.0, 1.2, 1.4][month(months.first_date)]
        else 1 end, 2) as decimal(18,2)) as amount,
    description,
from premises
cross join months
"""
# Other things that happen in a firm: interest, subsidies, an inventory difference, services for customers' projects.
_OTHER = """
select months.m, 8 as kind, prefix as key, prefix || strftime(months.first_date, '%Y/%m') as document_number,
months.last_date as posting_date,
    account_id, '130' as counter_account_id, centre as cost_centre_id,
    cast(round(amount * getvariable('scale') * (0.85 + 0.3 * u('other.' || account_id, months.m)),
        2) as decimal(18,2)) as amount, project_id, description,
from months
inner join (values
    ('751-1', 'WB/ODS/', null, 4200, null, 'Odsetki od kredytu', 1),
    ('750-1', 'WB/PRZ/', null, -300, null, 'Odsetki otrzymane', 1),
    ('760-1', 'PK/PPO/', null, -1500, null, 'Pozostałe przychody operacyjne', 1),
    ('761-2', 'PK/PKO/', null, 700, null, 'Pozostałe koszty operacyjne', 1),
    ('402-6', 'WB/OPL/', '110', 900, null, 'Opłaty bankowe', 1),
    ('402-8', 'FZ/DOR/', '100', 3500, null, 'Doradztwo i audyt', 3),
    ('402-7', 'FZ/PROJ/', '400', 1800, 'PRJ-001', 'Podwykonawcy projektu', 1),
    ('402-7', 'FZ/PROJ2/', '500', 1200, 'PRJ-002', 'Podwykonawcy projektu', 1),
    ('731-5', 'PK/INW/', null, 2600, null, 'Różnice inwentaryzacyjne', 12)
) as things (account_id, prefix, centre, amount, project_id, description, every_months)
    on month(months.first_date) % every_months = 0
"""
_PROGRAMME = """
select months.m, 9 as kind, 'CRM' as key, 'FZ/CRM/' || strftime(months.first_date, '%Y/%m') as document_number,
months.last_date as posting_date, '402-9' as account_id,
    '202' as counter_account_id, '120' as cost_centre_id,
    cast(round((case when months.m < 6 then 9000
        else 1800 end) * getvariable('scale') * (0.9 + 0.2 * u('programme', months.m)),
    2) as decimal(18,2)) as amount,
    'PRJ-CRM' as project_id, 'Wdrożenie CRM' as description,
from months
"""
# A rent booked twice in March 2025 and taken back in April.
_MISTAKE = """
select m + shift as m, 10 as kind, case shift when 0 then 'double' else 'reversal' end as key,
document_number || case shift when 0 then '/B' else '/S' end as document_number,
    month_end(m + shift) as posting_date, case shift when 1 then month_start(m) end as cost_period, account_id,
    counter_account_id, cost_centre_id,
    case shift when 0 then amount else -amount end as amount, case shift when 1 then 'double' end as reverses,
    case shift when 0 then description else 'Storno podwójnego zapisu' end as description,
from costs
cross join (values (0), (1)) as turns (shift)
where kind = 7 and account_id = '402-2' and m = 4
"""
_PURCHASES = """
select m, 11 as kind, 'T' as key, 'FZ/TOW/' || strftime(month_start(m), '%Y/%m') as document_number,
month_end(m) as posting_date, '330' as account_id, '202' as counter_account_id,
    cast(round(sum(cost_amount) * 1.01, 2) as decimal(18,2)) as amount, 'Zakup towarów' as description,
from invoices
group by m
"""


def build(world: World) -> None:
    """Add to costs."""
    for sql in (_PLACES, _OTHER, _PROGRAMME, _MISTAKE, _PURCHASES):
        world.con.execute(f"insert into costs by name {sql}")
    world.con.execute("delete from costs where amount = 0")

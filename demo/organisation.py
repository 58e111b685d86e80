"""The company itself: units, cost centres, channels, territories, teams and who sits in them when.

Belongs here: our own people and structure. Doesn't belong here: what people do (activities, service …).
A slot is a place in a team; the people who held it one after the other are its employees.
"""

from __future__ import annotations

from datetime import timedelta

from demo.workdays import FIRST_DAY, HORIZON_DAYS, holiday_name
from demo.world import World

# team, cost centre, people at scale 1, monthly pay in whole zlotys, unit, job title, Polish name of the cost centre
_TEAMS = [
    ("management", "100", 2, 18500, "D-ZARZ", "Członek zarządu", "Zarząd"),
    ("accounting", "110", 3, 9000, "D-KSIE", "Księgowa", "Księgowość i windykacja"),
    ("it", "120", 1, 11500, "D-IT", "Administrator systemów", "Informatyka"),
    ("purchasing", "200", 2, 9500, "D-ZAKU", "Kupiec", "Zakupy"),
    ("warehouse", "300", 6, 6800, "D-MAG", "Magazynier", "Magazyn i wysyłka"),
    ("field_sales", "400", 8, 9800, "T-HAND", "Przedstawiciel handlowy", "Sprzedaż terenowa"),
    ("inside_sales", "410", 4, 7800, "D-BOK", "Specjalista obsługi klienta", "Biuro obsługi klienta"),
    ("marketing", "420", 1, 9200, "D-MKT", "Specjalista marketingu", "Marketing"),
    ("web_shop", "430", 1, 9200, "D-WWW", "Opiekun e-sklepu", "Sklep internetowy"),
    ("workshop", "500", 3, 8200, "O-SERW", "Serwisant", "Warsztat serwisowy"),
    ("service_desk", "510", 2, 7200, "O-SERW", "Doradca serwisu", "Przyjęcia serwisowe i infolinia"),
]
_UNITS = """
select * from (values
    ('HQ', 'Centrala Poznań', 'branch', null, 'Poznań', '100'),
    ('O-WRO', 'Oddział Wrocław', 'branch', 'HQ', 'Wrocław', null),
    ('O-KRA', 'Oddział Kraków', 'branch', 'HQ', 'Kraków', null),
    ('O-GDA', 'Oddział Gdańsk', 'branch', 'HQ', 'Gdańsk', null),
    ('O-SERW', 'Warsztat serwisowy', 'branch', 'HQ', 'Poznań', '500'),
    ('T-HAND', 'Zespół terenowy', 'field', 'HQ', 'Poznań', '400'),
    ('D-ZARZ', 'Zarząd', 'department', 'HQ', 'Poznań', '100'),
    ('D-KSIE', 'Księgowość', 'department', 'HQ', 'Poznań', '110'),
    ('D-IT', 'Informatyka', 'department', 'HQ', 'Poznań', '120'),
    ('D-ZAKU', 'Zakupy', 'department', 'HQ', 'Poznań', '200'),
    ('D-MAG', 'Magazyn', 'department', 'HQ', 'Poznań', '300'),
    ('D-BOK', 'Biuro obsługi klienta', 'department', 'HQ', 'Poznań', '410'),
    ('D-MKT', 'Marketing', 'department', 'HQ', 'Poznań', '420'),
    ('D-WWW', 'Sklep internetowy', 'department', 'HQ', 'Poznań', '430'),
    ('D-SZKOL', 'Centrum szkoleń', 'department', 'HQ', 'Poznań', '420'),
    ('P-LUB', 'Partner serwisowy Lublin', 'partner', 'O-SERW', 'Lublin', null),
    ('P-SZC', 'Partner serwisowy Szczecin', 'partner', 'O-SERW', 'Szczecin', null)
) as units (org_unit_id, org_unit_name, org_unit_kind, parent_org_unit_id, city, cost_centre_id)
"""
_CHANNELS = """
select * from (values
    ('S-TER', 'Sprzedaż terenowa', 'sales', null, 'personal', false),
    ('S-BOK', 'Biuro obsługi klienta', 'sales', null, 'phone', false),
    ('S-WWW', 'Sklep internetowy', 'sales', null, 'web', true),
    ('S-EDI', 'Zamówienia EDI', 'sales', null, 'web', true),
    ('S-TMK', 'Telemarketing', 'sales', 'S-BOK', 'phone', false),
    ('S-SERW', 'Warsztat', 'sales', null, 'personal', false),
    ('K-TEL', 'Telefon', 'contact', null, 'phone', false), ('K-MAIL', 'E-mail', 'contact', null, 'e-mail', false),
    ('K-WIZ', 'Wizyta', 'contact', null, 'personal', false), ('K-CHAT', 'Czat', 'contact', null, 'web', true),
    ('K-FAX', 'Faks', 'contact', null, 'fax', false), ('K-LIST', 'List', 'contact', null, 'letter', false),
    ('K-WWW', 'Formularz www', 'contact', null, 'web', true),
    ('K-MOB', 'Aplikacja mobilna', 'contact', null, 'mobile', true),
    ('D-KUR', 'Kurier', 'distribution', null, null, false),
    ('D-WLA', 'Transport własny', 'distribution', null, null, false),
    ('D-ODB', 'Odbiór własny', 'distribution', null, null, false)
) as channels (channel_id, channel_name, channel_kind, parent_channel_id, medium, is_self_service)
"""
_TERRITORIES = """
select * from (values
    (1, 'Wielkopolska', 'wielkopolskie', 'ZACHOD'), (2, 'Dolny Śląsk', 'dolnośląskie', 'ZACHOD'),
    (3, 'Górny Śląsk', 'śląskie', 'ZACHOD'), (4, 'Pomorze', 'pomorskie', 'ZACHOD'),
    (5, 'Mazowsze', 'mazowieckie', 'WSCHOD'), (6, 'Centrum', 'łódzkie', 'WSCHOD'),
    (7, 'Małopolska', 'małopolskie', 'WSCHOD'), (8, 'Ściana wschodnia', 'lubelskie', 'WSCHOD')
) as territories (territory, territory_name, region, parent_territory_id)
"""
_CITIES = """
select row_number() over (order by territory, city) as city_no, * from (values
    (1, 'Poznań', 'wielkopolskie', '60'), (1, 'Kalisz', 'wielkopolskie', '62'),
    (1, 'Zielona Góra', 'lubuskie', '65'),
    (2, 'Wrocław', 'dolnośląskie', '50'), (2, 'Wałbrzych', 'dolnośląskie', '58'), (2, 'Opole', 'opolskie', '45'),
    (3, 'Katowice', 'śląskie', '40'), (3, 'Częstochowa', 'śląskie', '42'), (3, 'Bielsko-Biała', 'śląskie', '43'),
    (4, 'Gdańsk', 'pomorskie', '80'), (4, 'Bydgoszcz', 'kujawsko-pomorskie', '85'),
    (4, 'Szczecin', 'zachodniopomorskie', '70'),
    (5, 'Warszawa', 'mazowieckie', '02'), (5, 'Płock', 'mazowieckie', '09'), (5, 'Radom', 'mazowieckie', '26'),
    (6, 'Łódź', 'łódzkie', '90'), (6, 'Kielce', 'świętokrzyskie', '25'),
    (6, 'Piotrków Trybunalski', 'łódzkie', '97'),
    (7, 'Kraków', 'małopolskie', '30'), (7, 'Tarnów', 'małopolskie', '33'), (7, 'Rzeszów', 'podkarpackie', '35'),
    (8, 'Lublin', 'lubelskie', '20'), (8, 'Białystok', 'podlaskie', '15'),
    (8, 'Olsztyn', 'warmińsko-mazurskie', '10')
) as cities (territory, city, region, postal_prefix)
"""
_SLOTS = """
with

places as (
    select team_no, team, cost_centre_id, pay, org_unit_id, job_title, unnest(range(1, places + 1)) as place
    from teams
),

numbered as (
    select
        cast(row_number() over (order by team_no, place) as integer) as slot,
        team_no, team, cost_centre_id, pay, org_unit_id, job_title,
        cast(place as integer) as place,
    from places
)

select
    numbered.*,
    case when chance('slot.leaves', slot, 0.18) and place > 1 then cast(whole('slot.when', slot, 3, 20) as integer)
        end as handover,
    case when team = 'field_sales' then 1 + (place - 1) % 8 end as territory,
from numbered
"""
_EMPLOYEES = """
with

held as (
    select *, 0 as turn from slots
    union all
    select *, 1 as turn from slots where handover is not null
)

select
    slot * 10 + turn as eid,
    slot, turn, team, cost_centre_id, org_unit_id, job_title, territory, place,
    pick('employee.given', slot * 10 + turn, getvariable('given_names')) as given_name,
    pick('employee.family', slot * 10 + turn, getvariable('family_names')) as family_name,
    case
        when turn = 1 then month_start(handover)
        else date '2023-12-31' - cast(whole('employee.hired', slot, 30, 4000) as integer)
    end as hired_date,
    case when turn = 0 and handover is not null then month_start(handover) - 1 end as left_date,
    cast(round(pay * (0.85 + 0.3 * u('employee.pay', slot * 10 + turn)), -1) as decimal(18,2)) as first_pay,
    case when place = 1 then null else slot - place + 1 end as head_slot,
    case when team in ('field_sales', 'inside_sales') then 0.10 else 0.02 end as bonus_share,
from held
"""
# Pay rises in January: by a twentieth in 2025, by six hundredths in 2026.
_PAYROLL = """
select
    employees.eid, employees.slot, employees.team, employees.cost_centre_id, months.m,
    cast(
        employees.first_pay * case when months.m < 2 then 1.0000 when months.m < 14 then 1.0500 else 1.1130 end
        as decimal(18,2)
    ) as pay_amount,
from employees
inner join months
    on employees.hired_date <= months.first_date
    and (employees.left_date is null or employees.left_date >= months.last_date)
"""


# Where each team sits: the node of the cost model that its people are, square metres and worth of machines a month.
_FLOORS = """
select teams.team_no, teams.team, teams.cost_centre_id, teams.places, node_id,
    cast(round(metres * getvariable('scale')) as bigint) as metres,
    cast(worth * getvariable('scale') as decimal(18,2)) as worth,
from teams
inner join (values
    ('management', 'head_office', 60, 900), ('accounting', 'bill_and_collect', 70, 500), ('it', 'it', 30, 2500),
    ('purchasing', 'manage_assortment', 60, 500),
    ('warehouse', 'warehouse', 1900, 9000), ('field_sales', 'sales_team', 90, 8000),
    ('inside_sales', 'customer_desk', 90, 800), ('marketing', 'run_campaign', 60, 700),
    ('web_shop', 'run_web_shop', 30, 2200), ('workshop', 'repair', 420, 4200),
    ('service_desk', 'customer_desk', 60, 500)
) as seats (team, node_id, metres, worth) on teams.team = seats.team
"""


def build(world: World) -> None:
    """Make months, territories, cities, channels, units, teams, slots, employees and payroll."""
    world.make(
        "months",
        "select cast(m as bigint) as m, month_start(m) as first_date, month_end(m) as last_date,"
        " len(getvariable('workdays_of')[m + 1]) as workday_count from range(24) as months (m)",
    )
    for table, sql in (
        ("org_units", _UNITS),
        ("channels", _CHANNELS),
        ("territories", _TERRITORIES),
        ("cities", _CITIES),
    ):
        world.make(table, sql)
    _make_holidays(world)
    _make_teams(world)
    world.make("floors", _FLOORS)
    world.make("slots", _SLOTS)
    world.make("employees", _EMPLOYEES)
    world.make("payroll", _PAYROLL)
    for team, first, places in world.rows("select team, min(slot), count(*) from slots group by team order by team"):
        world.let(f"first_{team}", first)
        world.let(f"count_{team}", places)
    world.con.execute(_WHO)


# Someone of a team by a number from 0 to 1, and the employee who held a slot on a day.
_WHO = """
create macro someone(team_first, team_count, x) as cast(team_first + floor(x * team_count) as integer);
create macro holder(slot, handover, d) as slot * 10 + case
    when handover is not null and d >= month_start(handover) then 1 else 0 end;
"""


def _make_holidays(world: World) -> None:
    days = [FIRST_DAY + timedelta(days=n) for n in range(HORIZON_DAYS)]
    named = [(day, name) for day in days if (name := holiday_name(day))]
    world.con.execute("create table holidays (holiday date, holiday_name varchar)")
    world.con.executemany("insert into holidays values ($1, $2)", named)


def _make_teams(world: World) -> None:
    world.con.execute(
        "create table teams (team_no integer, team varchar, cost_centre_id varchar, places integer, pay integer,"
        " org_unit_id varchar, job_title varchar, cost_centre_name varchar)"
    )
    world.con.executemany(
        "insert into teams values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [(no, team, centre, world.count(people), *rest) for no, (team, centre, people, *rest) in enumerate(_TEAMS, 1)],
    )

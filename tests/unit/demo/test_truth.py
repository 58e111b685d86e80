"""The truth beside the exports: the whale, the work, who left, what was planted."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from demo.dialects import read_dialects
from demo.faults import FAULTS
from tests.unit.demo.exported import Company


def test_best_fifth_of_customers_earns_far_more_than_the_whole(demo_company: Company) -> None:
    profits: dict[str, Decimal] = defaultdict(Decimal)
    inside = {row["erp_customer_id"] for row in demo_company.truth_rows("customers") if row["is_intercompany"]}
    for row in demo_company.truth_rows("customer_months"):
        if row["erp_customer_id"] and row["erp_customer_id"] not in inside:
            profits[row["erp_customer_id"]] += row["profit_amount"]
    ranked = sorted(profits.values(), reverse=True)
    total = sum(ranked)

    assert total > 0
    assert sum(ranked[: len(ranked) // 5]) >= Decimal("1.5") * total
    assert sum(ranked[-len(ranked) // 10 :]) < -total / 4
    assert abs(ranked[len(ranked) // 2]) < total / 50, "the customer in the middle about breaks even"


def test_profit_is_the_sum_of_its_lines(demo_company: Company) -> None:
    for row in demo_company.truth_rows("customer_months"):
        lines = [value for name, value in row.items() if name.endswith("_amount") and name != "profit_amount"]
        assert sum(lines) == row["profit_amount"]


def test_work_of_customers_is_the_work_of_teams(demo_company: Company) -> None:
    by_process: dict[tuple[object, str], Decimal] = defaultdict(Decimal)
    for row in demo_company.truth_rows("work"):
        by_process[row["period_start_date"], row["team"]] += row["minutes"]

    for row in demo_company.truth_rows("team_months"):
        assert row["used_minutes"] == by_process[row["period_start_date"], row["team"]]


def test_who_left_buys_no_more(demo_company: Company) -> None:
    lost = {
        row["erp_customer_id"]: row["lost_date"] for row in demo_company.truth_rows("customers") if row["lost_date"]
    }
    assert lost
    for row in demo_company.rows("erp", "orders"):
        if row["customer_id"] in lost:
            day, month, year = row["order_date"].split(".")
            assert f"{year}-{month}-{day}" < lost[row["customer_id"]].isoformat()


def test_totals_are_those_of_the_files(demo_company: Company) -> None:
    totals = demo_company.truth_json("totals")
    net = sum(Decimal(row["net_amount"].replace(",", ".")) for row in demo_company.rows("erp", "invoice_lines"))

    assert sum(Decimal(month["net_amount"]) for month in totals["by_month"]) == net
    assert totals["counts"]["erp.invoice_lines"] == len(demo_company.rows("erp", "invoice_lines"))
    assert totals["counts"]["mail.email_events"] == len(demo_company.rows("mail", "email_events"))
    assert totals["counts"]["planning.sales_plans"] == len(demo_company.rows("planning", "sales_plans"))
    assert totals["counts"]["shop.product_interests"] == len(demo_company.rows("shop", "product_interests"))


def test_planted_faults_stand_where_the_truth_says(demo_company: Company) -> None:
    planted = demo_company.truth_json("faults")

    assert len(planted) >= len(FAULTS) - 3, "only files of fewer than 30 records are spared"
    for fault in planted:
        dialect = read_dialects()[fault["system"], fault["entity"]]
        lines = (demo_company.exports / dialect.folder / fault["file"]).read_bytes().decode(dialect.encoding)
        records = lines.splitlines()[1 if dialect.kind == "csv" else 0 :]
        assert len(records) >= 31
        record = records[fault["record_number"] - 1]
        assert fault["value"] in record if fault["value"] else "BLAD" in record or record.startswith(";")


def test_crosswalk_knows_every_record_of_the_crm(demo_company: Company) -> None:
    links = {row["crm_customer_id"]: row for row in demo_company.truth_rows("crosswalk")}
    records = demo_company.last_state("crm", "customers")
    customers = {row["customer_id"] for row in demo_company.last_state("erp", "customers")}

    for record in records:
        link = links[record["customer_id"]]
        assert record["master_customer_id"] in ("", link["erp_customer_id"])
        assert link["erp_customer_id"] is None or link["erp_customer_id"] in customers
    assert {row["known_by"] for row in links.values()} == {"master", "tax_id", "email", "none", "prospect"}


def test_customers_change_between_monthly_exports(demo_company: Company) -> None:
    first, last = (
        {row["customer_id"]: (row["employee_id"], row["segment_id"], row["lifecycle_state"]) for row in rows}
        for rows in (
            read(demo_company.files("erp", "customers")[0]),
            read(demo_company.files("erp", "customers")[-1]),
        )
    )

    assert len(demo_company.files("erp", "customers")) == 25
    assert first.keys() < last.keys()
    assert any(last[customer] != state for customer, state in first.items())


def read(path: Path) -> list[dict[str, str]]:
    from tests.unit.demo.exported import read_file

    return read_file(path, read_dialects()["erp", "customers"])

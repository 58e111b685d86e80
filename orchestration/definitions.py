"""What Dagster loads: the definitions of the company that WHALE_COMPANY names, else the only one."""

from orchestration.company_definitions import build_definitions
from settings.locate import find_company

defs = build_definitions(find_company())

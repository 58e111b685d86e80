-- What a survey asked of each shop stands in XML: one element an answer.
{% set answer %}nullif(regexp_extract(Demographics, '<{0}>([^<]*)</{0}>', 1), ''){% endset %}
select
    cast(BusinessEntityID as varchar) as store_id,
    trim(Name) as store_name,
    cast(SalesPersonID as varchar) as employee_id,
    cast({{ answer.format('AnnualSales') }} as decimal(18, 4)) as annual_revenue_amount,
    cast({{ answer.format('NumberEmployees') }} as bigint) as headcount,
    cast(cast({{ answer.format('SquareFeet') }} as decimal(18, 6)) * 0.092903 as decimal(18, 6)) as shop_area_m2,
    {{ answer.format('Specialty') }} as industry,
    _from_load_id,
from {{ landed('adventureworks', 'stores') }}

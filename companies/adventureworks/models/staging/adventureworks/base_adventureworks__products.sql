-- The database's days were once moved ahead by 4,017 days; those of the books and of the sales weren't. Here they are moved back.
-- A weight is in pounds or in grams.
select
    cast(ProductID as varchar) as product_id,
    Name as product_name,
    cast(ProductSubcategoryID as varchar) as subcategory_id,
    ListPrice as list_price_amount,
    StandardCost as unit_cost_amount,
    not FinishedGoodsFlag as is_spare_part,
    SellStartDate - 4017 as launched_date,
    SellEndDate - 4017 as discontinued_date,
    DaysToManufacture as lead_time_days,
    cast(case trim(WeightUnitMeasureCode) when 'LB' then Weight * 0.453592 when 'G' then Weight * 0.001 end as decimal(18, 6)) as weight_kg,
    _from_load_id,
from {{ landed('adventureworks', 'products') }}

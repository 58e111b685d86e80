{{
    match_members('products', 'product_id', [
        {
            'name': 'declared_id', 'confidence': 1, 'is_declared': true,
            'lower': 'members.master_product_id', 'higher': 'golden.source_id'
        },
        {
            'name': 'ean', 'confidence': 0.95,
            'lower': plain_text('members.ean'), 'higher': plain_text('golden.ean')
        },
    ])
}}
